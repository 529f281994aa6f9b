package main

import (
	"bufio"
	"os"
	"strconv"
)

var in = bufio.NewScanner(os.Stdin)

func next() int64 {
	in.Scan()
	value, _ := strconv.ParseInt(in.Text(), 10, 64)
	return value
}

func main() {
	in.Split(bufio.ScanWords)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	n, q := next(), next()
	prefix := make([]int64, n+1)
	for i := int64(1); i <= n; i++ {
		prefix[i] = prefix[i-1] + next()
	}
	for ; q > 0; q-- {
		l, r := next(), next()
		out.WriteString(strconv.FormatInt(prefix[r]-prefix[l-1], 10))
		out.WriteByte('\n')
	}
}
