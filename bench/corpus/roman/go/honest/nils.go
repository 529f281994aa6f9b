package main

import (
	"bufio"
	"fmt"
	"os"
	"strconv"
)

var thousands = [...]string{"", "M", "MM", "MMM"}
var hundreds = [...]string{"", "C", "CC", "CCC", "CD", "D", "DC", "DCC", "DCCC", "CM"}
var tens = [...]string{"", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC"}
var ones = [...]string{"", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"}

func main() {
	scanner := bufio.NewScanner(os.Stdin)
	scanner.Scan() // how many: not needed
	max := 0
	for scanner.Scan() {
		x, err := strconv.Atoi(scanner.Text())
		if err != nil {
			break
		}
		text := thousands[x/1000] + hundreds[x/100%10] + tens[x/10%10] + ones[x%10]
		fmt.Println(text)
		if max < len(text) {
			max = len(text)
		}
	}
	fmt.Printf("longest: %d\n", max)
}
