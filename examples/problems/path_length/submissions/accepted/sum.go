package main

import (
	"bufio"
	"fmt"
	"math"
	"os"
)

func main() {
	in := bufio.NewReader(os.Stdin)
	var n int
	var x, y, length float64
	fmt.Fscan(in, &n, &x, &y)
	for i := 1; i < n; i++ {
		var nextX, nextY float64
		fmt.Fscan(in, &nextX, &nextY)
		length += math.Hypot(nextX-x, nextY-y)
		x, y = nextX, nextY
	}
	fmt.Println(length)
}
