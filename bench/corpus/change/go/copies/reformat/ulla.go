package main

import "bufio"
import "fmt"
import "os"
import "strconv"
import "strings"

// Coins, by Ulla's neighbour.
func main() {
	// input
	in := bufio.NewReader(os.Stdin)
	line, _ := in.ReadString('\n')
	var target int; fmt.Fscan(in, &target)

	// nothing is known yet
	dp := make([]int, target+1)
	for i := range dp { dp[i] = target + 1 }
	dp[0] = 0

	for _, field := range strings.Fields(line) {
		coin, _ := strconv.Atoi(field)
		for s := coin; s <= target; s++ {
			if (dp[s-coin] + 1) < dp[s] { dp[s] = (dp[s-coin] + 1) }
		}
	}

	// output
	if dp[target] > target { fmt.Println("impossible") } else { fmt.Println(dp[target]) }
}
