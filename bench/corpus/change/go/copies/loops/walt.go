package main

import (
	"fmt"
	"io"
	"os"
	"strings"
)

var c []int
var memo map[int]int

const big = 1 << 30

func least(r int) int {
	if r == 0 {
		return 0
	}
	if m, ok := memo[r]; ok {
		return m
	}
	best := big
	k := 0
	for k < len(c) {
		if c[k] <= r {
			x := least(r-c[k]) + 1
			if x < best {
				best = x
			}
		}
		k++
	}
	memo[r] = best
	return best
}

func main() {
	all, _ := io.ReadAll(os.Stdin)
	text := strings.Split(string(all), "\n")
	words := strings.Split(text[0], " ")
	for w := 0; w < len(words); w++ {
		var v int
		fmt.Sscan(words[w], &v)
		c = append(c, v)
	}
	var sum int
	fmt.Sscan(text[1], &sum)
	memo = make(map[int]int)
	if l := least(sum); l >= big {
		fmt.Println("impossible")
	} else {
		fmt.Println(l)
	}
}
