package main

import (
	"bufio"
	"fmt"
	"os"
)

func balanced(text string) bool {
	partner := map[byte]byte{')': '(', ']': '[', '}': '{'}
	var open []byte
	for i := 0; i < len(text); i++ {
		opening, closes := partner[text[i]]
		if !closes {
			open = append(open, text[i])
		} else if len(open) == 0 || open[len(open)-1] != opening {
			return false
		} else {
			open = open[:len(open)-1]
		}
	}
	return len(open) == 0
}

func main() {
	var text string
	fmt.Fscan(bufio.NewReaderSize(os.Stdin, 1<<20), &text)
	if balanced(text) {
		fmt.Println("Yes")
	} else {
		fmt.Println("No")
	}
}
