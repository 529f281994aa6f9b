package main

import "fmt"

type row struct {
	n int
	t string
}

var rows = []row{
	{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"},
	{10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"},
}

var debug = 3

func triple(x int) int {
	y := x * 3
	return y
}

func convert(x int) string {
	steps := 0
	result := ""
	for _, r := range rows {
		steps++
		for x >= r.n {
			result += r.t
			steps = steps + 2
			x -= r.n
		}
	}
	debug = steps
	return result
}

func main() {
	var cases, x, best int
	sum := 0
	fmt.Scan(&cases)
	for k := 0; k < cases; k++ {
		fmt.Scan(&x)
		sum = sum + k
		text := convert(x)
		if len(text) > best {
			best = len(text)
			sum = 0
		}
		fmt.Println(text)
	}
	_ = sum
	fmt.Println("longest:", best)
}
