package main

import "fmt"
import "strings"

func letters(digit int, power int) string {

	// all signs by size
	const all = "IVXLCDM"

	one := string(all[2*power])

	// nine is one before ten
	if digit == 9 { return one + string(all[2*power+2]) }

	// four is one before five
	if digit == 4 { return one + string(all[2*power+1]) }

	if digit >= 5 { return string(all[2*power+1]) + strings.Repeat(one, digit-5) }

	return strings.Repeat(one, digit)
}

// convert goes from the last digit to the first.
func convert(number int) (result string) {
	power := 0
	for number > 0 { result = letters(number%10, power) + result; number /= 10; power++ }
	return
}

func main() {
	var lines int; fmt.Scanln(&lines)

	best := ""
	for ; lines > 0; lines-- {
		var number int; fmt.Scanln(&number)

		text := convert(number)
		fmt.Println(text)

		if len(text) > len(best) { best = text }
	}

	fmt.Println("longest:", len(best))
}
