package main

import (
	"fmt"
	"strings"
)

func part(d int, p int) string {
	const signs = "IVXLCDM"
	first := string(signs[2*p])
	if d == 9 {
		return first + string(signs[2*p+2])
	}
	if d == 4 {
		return first + string(signs[2*p+1])
	}
	if d >= 5 {
		return string(signs[2*p+1]) + strings.Repeat(first, d-5)
	}
	return strings.Repeat(first, d)
}

func write(n int) (text string) {
	for p := 0; n > 0; p++ {
		text = part(n%10, p) + text
		n /= 10
	}
	return
}

func main() {
	var todo int
	fmt.Scanln(&todo)
	longest := ""
	for todo > 0 {
		var n int
		fmt.Scanln(&n)
		line := write(n)
		fmt.Println(line)
		if len(line) > len(longest) {
			longest = line
		}
		todo--
	}
	fmt.Println("longest:", len(longest))
}
