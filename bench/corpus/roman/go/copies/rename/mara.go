package main

import "fmt"

type entry struct {
	worth int
	text  string
}

var entries = []entry{
	{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"},
	{10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"},
}

func write(value int) string {
	out := ""
	for _, e := range entries {
		for value >= e.worth {
			out += e.text
			value -= e.worth
		}
	}
	return out
}

func main() {
	var lines, value, most int
	fmt.Scan(&lines)
	for k := 0; k < lines; k++ {
		fmt.Scan(&value)
		answer := write(value)
		if len(answer) > most {
			most = len(answer)
		}
		fmt.Println(answer)
	}
	fmt.Println("longest:", most)
}
