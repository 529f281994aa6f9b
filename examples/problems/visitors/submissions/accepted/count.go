package main

import (
	"bufio"
	"fmt"
	"os"
	"strconv"
)

func main() {
	in := bufio.NewScanner(os.Stdin)
	in.Scan()
	n, _ := strconv.Atoi(in.Text())
	counts := make(map[string]int)
	for i := 0; i < n; i++ {
		in.Scan()
		counts[in.Text()]++
	}
	best, most := "", 0
	for name, count := range counts {
		if count > most || (count == most && name < best) {
			best, most = name, count
		}
	}
	fmt.Println(best, most)
}
