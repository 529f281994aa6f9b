package main

import "fmt"

func main() {
	var k, m int
	fmt.Scan(&k, &m)
	never := m + 1
	least := make([]int, m+1)
	for amount := 1; amount <= m; amount++ {
		least[amount] = never
	}
	for ; k > 0; k-- {
		var coin int
		fmt.Scan(&coin)
		for amount := coin; amount <= m; amount++ {
			if least[amount-coin]+1 < least[amount] {
				least[amount] = least[amount-coin] + 1
			}
		}
	}
	if least[m] == never {
		least[m] = -1
	}
	fmt.Println(least[m])
}
