package main

import (
	"bufio"
	"fmt"
	"os"
	"strconv"
	"strings"
)

func main() {
	in := bufio.NewReader(os.Stdin)
	line, _ := in.ReadString('\n')
	var target int64
	fmt.Fscan(in, &target)
	seen := map[int64]int{}
	for j, word := range strings.Fields(line) {
		a, _ := strconv.ParseInt(word, 10, 64)
		if i, found := seen[target-a]; found {
			fmt.Println(i, j)
			return
		}
		seen[a] = j
	}
}
