package main

import (
	"bufio"
	"fmt"
	"os"
	"strconv"
)

var m = [...]string{"", "M", "MM", "MMM"}
var c = [...]string{"", "C", "CC", "CCC", "CD", "D", "DC", "DCC", "DCCC", "CM"}
var x = [...]string{"", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC"}
var i = [...]string{"", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Scan()
	size := 0
	for lines.Scan() {
		value, err := strconv.Atoi(lines.Text())
		if !(err == nil) {
			break
		}
		result := m[value/1000]
		result += c[(value%1000)/100]
		result += x[(value%100)/10]
		result += i[value%10]
		fmt.Println(result)
		if len(result) > size {
			size = len(result)
		}
	}
	fmt.Print("longest: ", size, "\n")
}
