package main

import (
	"bufio"
	"fmt"
	"os"
	"strconv"
)

func sortAndCount(values, other []int) int {
	if len(values) < 2 {
		return 0
	}
	middle := len(values) / 2
	inversions := sortAndCount(values[:middle], other[:middle]) + sortAndCount(values[middle:], other[middle:])
	left, right := 0, middle
	for out := range values {
		if left < middle && (right == len(values) || values[left] <= values[right]) {
			other[out] = values[left]
			left++
		} else {
			inversions += middle - left
			other[out] = values[right]
			right++
		}
	}
	copy(values, other)
	return inversions
}

func main() {
	in := bufio.NewScanner(os.Stdin)
	in.Split(bufio.ScanWords)
	in.Scan()
	n, _ := strconv.Atoi(in.Text())
	values := make([]int, n)
	for i := range values {
		in.Scan()
		values[i], _ = strconv.Atoi(in.Text())
	}
	fmt.Println(sortAndCount(values, make([]int, n)))
}
