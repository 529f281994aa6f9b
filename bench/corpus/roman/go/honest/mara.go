package main

import "fmt"

type pair struct {
	value int
	sign  string
}

var table = []pair{
	{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"},
	{10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"},
}

func roman(n int) string {
	s := ""
	for _, p := range table {
		for n >= p.value {
			s += p.sign
			n -= p.value
		}
	}
	return s
}

func main() {
	var count, n, longest int
	fmt.Scan(&count)
	for i := 0; i < count; i++ {
		fmt.Scan(&n)
		r := roman(n)
		if len(r) > longest {
			longest = len(r)
		}
		fmt.Println(r)
	}
	fmt.Println("longest:", longest)
}
