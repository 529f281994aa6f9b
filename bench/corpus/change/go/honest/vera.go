package main

import (
	"bufio"
	"fmt"
	"os"
	"strings"
)

type state struct{ sum, coins int }

func readCoins(s string) []int {
	var coins []int
	reader := strings.NewReader(s)
	for {
		var c int
		if _, err := fmt.Fscan(reader, &c); err != nil {
			return coins
		}
		coins = append(coins, c)
	}
}

func solve(coins []int, goal int) int {
	queue := []state{{0, 0}}
	visited := map[int]bool{0: true}
	for len(queue) > 0 {
		head := queue[0]
		queue = queue[1:]
		if head.sum == goal {
			return head.coins
		}
		for _, c := range coins {
			next := head.sum + c
			if next > goal || visited[next] {
				continue
			}
			visited[next] = true
			queue = append(queue, state{next, head.coins + 1})
		}
	}
	return -1
}

func main() {
	scanner := bufio.NewScanner(os.Stdin)
	scanner.Scan()
	coins := readCoins(scanner.Text())
	scanner.Scan()
	var goal int
	fmt.Sscanf(scanner.Text(), "%d", &goal)
	if answer := solve(coins, goal); answer >= 0 {
		fmt.Println(answer)
	} else {
		fmt.Println("impossible")
	}
}
