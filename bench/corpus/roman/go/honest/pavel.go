package main

import (
	"fmt"
	"strings"
)

func main() {
	var n int
	fmt.Scan(&n)
	shorten := strings.NewReplacer("IIIIIIIII", "IX", "IIIII", "V", "IIII", "IV")
	longest := 0
	for n > 0 {
		var v int
		fmt.Scan(&v)
		b := strings.Builder{}
		step := 1000
		names := []string{"M??", "CDM", "XLC", "IVX"}
		for k := 0; k < 4; k++ {
			ones := strings.Repeat("I", v/step%10)
			short := shorten.Replace(ones)
			for _, c := range short {
				switch c {
				case 'I':
					b.WriteByte(names[k][0])
				case 'V':
					b.WriteByte(names[k][1])
				case 'X':
					b.WriteByte(names[k][2])
				}
			}
			step = step / 10
		}
		fmt.Println(b.String())
		if b.Len() > longest {
			longest = b.Len()
		}
		n--
	}
	fmt.Println("longest:", longest)
}
