package main

import (
	"fmt"
	"io"
	"os"
	"strings"
)

var coins []int
var memory map[int]int

const none = 1 << 30

func minimal(rest int) int {
	if rest == 0 {
		return 0
	}
	if known, ok := memory[rest]; ok {
		return known
	}
	result := none
	for i := 0; i < len(coins); i++ {
		if coins[i] <= rest {
			candidate := minimal(rest-coins[i]) + 1
			if candidate < result {
				result = candidate
			}
		}
	}
	memory[rest] = result
	return result
}

func main() {
	bytes, _ := io.ReadAll(os.Stdin)
	lines := strings.Split(string(bytes), "\n")
	for _, word := range strings.Split(lines[0], " ") {
		var value int
		fmt.Sscan(word, &value)
		coins = append(coins, value)
	}
	var amount int
	fmt.Sscan(lines[1], &amount)
	memory = make(map[int]int)
	if m := minimal(amount); m >= none {
		fmt.Println("impossible")
	} else {
		fmt.Println(m)
	}
}
