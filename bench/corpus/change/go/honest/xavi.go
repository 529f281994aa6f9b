package main

import (
	"bufio"
	"fmt"
	"math/big"
	"os"
	"strconv"
	"strings"
)

// A set of sums as the bits of one big number: one more coin is a shift.
func main() {
	s := bufio.NewScanner(os.Stdin)
	s.Scan()
	fields := strings.Fields(s.Text())
	s.Scan()
	goal, err := strconv.Atoi(strings.TrimSpace(s.Text()))
	if err != nil {
		panic(err)
	}
	mask := new(big.Int).Lsh(big.NewInt(1), uint(goal)+1)
	mask.Sub(mask, big.NewInt(1))
	sums := big.NewInt(1)
	for used := 0; used <= goal; used++ {
		if sums.Bit(goal) == 1 {
			fmt.Println(used)
			return
		}
		more := new(big.Int)
		for _, f := range fields {
			c, _ := strconv.ParseUint(f, 10, 32)
			more.Or(more, new(big.Int).Lsh(sums, uint(c)))
		}
		sums = more.And(more, mask)
	}
	fmt.Println("impossible")
}
