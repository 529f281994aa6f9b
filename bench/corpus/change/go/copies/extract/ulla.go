package main

import (
	"bufio"
	"fmt"
	"os"
	"strconv"
	"strings"
)

func unknown(n int) []int {
	list := make([]int, n+1)
	for k := range list {
		list[k] = n + 1
	}
	list[0] = 0
	return list
}

func improve(list []int, coin, n int) {
	for k := coin; k <= n; k++ {
		if list[k-coin]+1 < list[k] {
			list[k] = list[k-coin] + 1
		}
	}
}

func show(list []int, n int) {
	if list[n] > n {
		fmt.Println("impossible")
	} else {
		fmt.Println(list[n])
	}
}

func main() {
	r := bufio.NewReader(os.Stdin)
	first, _ := r.ReadString('\n')
	var n int
	fmt.Fscan(r, &n)
	list := unknown(n)
	for _, word := range strings.Fields(first) {
		coin, _ := strconv.Atoi(word)
		improve(list, coin, n)
	}
	show(list, n)
}
