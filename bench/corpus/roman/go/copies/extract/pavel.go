package main

import (
	"fmt"
	"strings"
)

var rules = strings.NewReplacer("IIIIIIIII", "IX", "IIIII", "V", "IIII", "IV")
var groups = []string{"M??", "CDM", "XLC", "IVX"}

func translate(out *strings.Builder, c rune, group string) {
	switch c {
	case 'I':
		out.WriteByte(group[0])
	case 'V':
		out.WriteByte(group[1])
	case 'X':
		out.WriteByte(group[2])
	}
}

func digit(out *strings.Builder, d int, group string) {
	strokes := strings.Repeat("I", d)
	for _, c := range rules.Replace(strokes) {
		translate(out, c, group)
	}
}

func roman(value int) string {
	out := strings.Builder{}
	power := 1000
	for k := 0; k < 4; k++ {
		digit(&out, value/power%10, groups[k])
		power = power / 10
	}
	return out.String()
}

func main() {
	var left int
	fmt.Scan(&left)
	widest := 0
	for left > 0 {
		var value int
		fmt.Scan(&value)
		text := roman(value)
		fmt.Println(text)
		if len(text) > widest {
			widest = len(text)
		}
		left--
	}
	fmt.Println("longest:", widest)
}
