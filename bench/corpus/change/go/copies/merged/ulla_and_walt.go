package main

import (
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
)

func main() {
	all, _ := io.ReadAll(os.Stdin)
	rows := strings.Split(string(all), "\n")
	var n int
	fmt.Sscan(rows[1], &n)
	few := make([]int, n+1)
	for k := range few {
		few[k] = n + 1
	}
	few[0] = 0
	for _, part := range strings.Split(rows[0], " ") {
		coin, _ := strconv.Atoi(part)
		for k := coin; k <= n; k++ {
			if few[k-coin]+1 < few[k] {
				few[k] = few[k-coin] + 1
			}
		}
	}
	if m := few[n]; m > n {
		fmt.Println("impossible")
	} else {
		fmt.Println(m)
	}
}
