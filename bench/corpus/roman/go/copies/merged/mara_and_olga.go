package main

import "fmt"

type item struct {
	number int
	text   string
}

var items = []item{
	{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"},
	{10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"},
}

func encode(x int) string {
	out := ""
	for _, i := range items {
		for x >= i.number {
			out += i.text
			x -= i.number
		}
	}
	return out
}

func main() {
	var rows int
	fmt.Scanln(&rows)
	widest := ""
	for ; rows > 0; rows-- {
		var x int
		fmt.Scanln(&x)
		line := encode(x)
		fmt.Println(line)
		if len(line) > len(widest) {
			widest = line
		}
	}
	fmt.Println("longest:", len(widest))
}
