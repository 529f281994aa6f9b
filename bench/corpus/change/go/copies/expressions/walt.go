package main

import (
	"fmt"
	"io"
	"os"
	"strings"
)

var list []int
var cache map[int]int

const impossible = 1073741824

func count(n int) int {
	if 0 == n {
		return 0
	}
	if old, there := cache[n]; there {
		return old
	}
	low := impossible
	for k := 0; len(list) > k; k += 1 {
		if !(list[k] > n) {
			now := 1 + count(n-list[k])
			if low > now {
				low = now
			}
		}
	}
	cache[n] = low
	return low
}

func main() {
	data, _ := io.ReadAll(os.Stdin)
	parts := strings.Split(string(data), "\n")
	for _, p := range strings.Split(parts[0], " ") {
		var coin int
		fmt.Sscan(p, &coin)
		list = append(list, coin)
	}
	var n int
	fmt.Sscan(parts[1], &n)
	cache = map[int]int{}
	if r := count(n); !(r < impossible) {
		fmt.Println("impossible")
	} else {
		fmt.Println(r)
	}
}
