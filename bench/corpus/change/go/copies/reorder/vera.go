package main

import (
	"bufio"
	"fmt"
	"os"
	"strings"
)

func main() {
	input := bufio.NewScanner(os.Stdin)
	input.Scan()
	kinds := numbers(input.Text())
	input.Scan()
	var total int
	fmt.Sscanf(input.Text(), "%d", &total)
	if result := search(kinds, total); result >= 0 {
		fmt.Println(result)
	} else {
		fmt.Println("impossible")
	}
}

func search(kinds []int, total int) int {
	seen := map[int]bool{0: true}
	list := []node{{0, 0}}
	for len(list) > 0 {
		first := list[0]
		list = list[1:]
		if first.value == total {
			return first.used
		}
		for _, k := range kinds {
			value := first.value + k
			if value > total || seen[value] {
				continue
			}
			list = append(list, node{value, first.used + 1})
			seen[value] = true
		}
	}
	return -1
}

func numbers(text string) []int {
	var kinds []int
	r := strings.NewReader(text)
	for {
		var k int
		if _, err := fmt.Fscan(r, &k); err != nil {
			return kinds
		}
		kinds = append(kinds, k)
	}
}

type node struct{ value, used int }
