package main

import (
	"fmt"
	"strings"
)

// letters of one digit, by the powers of ten
func letters(digit int, power int) string {
	const all = "IVXLCDM"
	one := string(all[2*power])
	if digit == 9 {
		return one + string(all[2*power+2])
	}
	if digit == 4 {
		return one + string(all[2*power+1])
	}
	if digit >= 5 {
		return string(all[2*power+1]) + strings.Repeat(one, digit-5)
	}
	return strings.Repeat(one, digit)
}

func convert(number int) (result string) {
	power := 0
	for number > 0 {
		result = letters(number%10, power) + result
		number /= 10
		power++
	}
	return
}

func main() {
	var lines int
	fmt.Scanln(&lines)
	best := ""
	for ; lines > 0; lines-- {
		var number int
		fmt.Scanln(&number)
		text := convert(number)
		fmt.Println(text)
		if len(text) > len(best) {
			best = text
		}
	}
	fmt.Println("longest:", len(best))
}
