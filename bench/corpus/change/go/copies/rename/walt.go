package main

import (
	"fmt"
	"io"
	"os"
	"strings"
)

var values []int
var table map[int]int

const never = 1 << 30

func fewest(left int) int {
	if left == 0 {
		return 0
	}
	if before, found := table[left]; found {
		return before
	}
	best := never
	for k := 0; k < len(values); k++ {
		if values[k] <= left {
			other := fewest(left-values[k]) + 1
			if other < best {
				best = other
			}
		}
	}
	table[left] = best
	return best
}

func main() {
	input, _ := io.ReadAll(os.Stdin)
	rows := strings.Split(string(input), "\n")
	for _, part := range strings.Split(rows[0], " ") {
		var coin int
		fmt.Sscan(part, &coin)
		values = append(values, coin)
	}
	var total int
	fmt.Sscan(rows[1], &total)
	table = make(map[int]int)
	if answer := fewest(total); answer >= never {
		fmt.Println("impossible")
	} else {
		fmt.Println(answer)
	}
}
