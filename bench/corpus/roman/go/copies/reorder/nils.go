package main

import (
	"bufio"
	"fmt"
	"os"
	"strconv"
)

func main() {
	longest := 0
	in := bufio.NewScanner(os.Stdin)
	in.Scan()
	for in.Scan() {
		number, problem := strconv.Atoi(in.Text())
		if problem != nil {
			break
		}
		roman := d[number/1000] + c[number/100%10] + b[number/10%10] + a[number%10]
		if longest < len(roman) {
			longest = len(roman)
		}
		fmt.Println(roman)
	}
	fmt.Printf("longest: %d\n", longest)
}

var a = [...]string{"", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"}
var b = [...]string{"", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC"}
var c = [...]string{"", "C", "CC", "CCC", "CD", "D", "DC", "DCC", "DCCC", "CM"}
var d = [...]string{"", "M", "MM", "MMM"}
