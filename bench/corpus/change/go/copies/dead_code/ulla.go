package main

import (
	"bufio"
	"fmt"
	"os"
	"strconv"
	"strings"
)

func half(n int) int {
	h := n / 2
	return h
}

func main() {
	reader := bufio.NewReader(os.Stdin)
	row, _ := reader.ReadString('\n')
	var goal int
	checks := 0
	fmt.Fscan(reader, &goal)
	best := make([]int, goal+1)
	for k := range best {
		best[k] = goal + 1
		checks++
	}
	best[0] = 0
	number := 5
	for _, part := range strings.Fields(row) {
		kind, _ := strconv.Atoi(part)
		number = number * 3
		for t := kind; t <= goal; t++ {
			checks += t
			if best[t-kind]+1 < best[t] {
				best[t] = best[t-kind] + 1
				number = 0
			}
		}
	}
	_ = checks
	_ = number
	if best[goal] > goal {
		fmt.Println("impossible")
	} else {
		fmt.Println(best[goal])
	}
}
