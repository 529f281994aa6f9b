"""16 MB in and 16 MB out, by the ordinary fast way of each language."""

import random

import pytest

COUNT = 2_000_000

ECHO = {
    "c": r"""
#include <stdio.h>
int main(void) {
  int n, x;
  if (scanf("%d", &n) != 1) return 1;
  for (int i = 0; i < n; ++i) {
    if (scanf("%d", &x) != 1) return 1;
    printf("%d\n", x + 1);
  }
  return 0;
}
""",
    "cpp": r"""
#include <iostream>
int main() {
  std::ios::sync_with_stdio(false);
  std::cin.tie(nullptr);
  int n, x;
  std::cin >> n;
  while (std::cin >> x) std::cout << x + 1 << '\n';
}
""",
    "go": r"""
package main

import (
	"bufio"
	"os"
	"strconv"
)

func main() {
	in := bufio.NewScanner(bufio.NewReaderSize(os.Stdin, 1<<20))
	in.Split(bufio.ScanWords)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	in.Scan()
	for in.Scan() {
		x, _ := strconv.Atoi(in.Text())
		out.WriteString(strconv.Itoa(x + 1))
		out.WriteByte('\n')
	}
}
""",
    "java": r"""
import java.io.*;
public class Main {
  public static void main(String[] args) throws IOException {
    StreamTokenizer in = new StreamTokenizer(new BufferedReader(new InputStreamReader(System.in)));
    PrintWriter out = new PrintWriter(new BufferedWriter(new OutputStreamWriter(System.out)));
    in.nextToken();
    while (in.nextToken() == StreamTokenizer.TT_NUMBER) out.println((int) in.nval + 1);
    out.flush();
  }
}
""",
    "javascript": r"""
const data = require('fs').readFileSync(0);
const out = [];
let x = 0, inside = false, words = 0;
for (const byte of data) {
  if (byte >= 48 && byte <= 57) {
    x = x * 10 + byte - 48;
    inside = true;
  } else if (inside) {
    if (words++ > 0) out.push(x + 1);
    x = 0;
    inside = false;
  }
}
if (inside) out.push(x + 1);
console.log(out.join('\n'));
""",
    "python": r"""
import sys
data = sys.stdin.buffer.read().split()
sys.stdout.write("\n".join([str(int(x) + 1) for x in data[1:]]) + "\n")
""",
}


@pytest.fixture(scope="module")
def problem(admin):
    numbers = random.Random(1)
    values = [numbers.randrange(1_000_000, 9_999_998) for _ in range(COUNT)]
    # As one line and with no newline at the end: the longest lines that there are.
    body = f"{COUNT}\n" + " ".join(map(str, values))
    answer = "\n".join(str(value + 1) for value in values)
    tests = [{"input": body, "output": answer, "visibility": "private"}]
    return admin.create_problem("Big streams", tests, timeLimitMs=20000, memoryLimitMb=512, outputLimitKb=32768)


@pytest.mark.parametrize("language", ECHO)
def test_16_mb_in_and_out(problem, student, language):
    submission = student.judge(problem, language, ECHO[language])
    assert submission["status"] == "AC", submission.get("message")


# More than a pipe holds, by ways that are not the fast ones: each of them with its own calls of the system.
OTHER_WAYS = {
    "by_the_name_of_the_device": ("javascript", r"""
const fs = require('fs');
const lines = fs.readFileSync('/dev/stdin', 'utf8').trim().split('\n').slice(1);
fs.writeFileSync('/dev/stdout', lines.map((line) => Number(line) + 1).join('\n') + '\n');
"""),
    "by_a_pipeline": ("javascript", r"""
const { Transform, pipeline } = require('stream');
let rest = '', begun = false;
const added = (lines) => lines.slice(begun ? 0 : 1).map((line) => `${Number(line) + 1}\n`).join('');
const add = new Transform({
  transform(chunk, encoding, done) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop();
    const text = added(lines);
    begun = begun || lines.length > 0;
    done(null, text);
  },
  flush(done) { done(null, rest === '' ? '' : added([rest])); },
});
pipeline(process.stdin, add, process.stdout, (error) => { if (error) throw error; });
"""),
    "by_a_call_a_line": ("javascript", r"""
const lines = require('fs').readFileSync(0, 'utf8').trim().split('\n');
for (const line of lines.slice(1)) console.log(Number(line) + 1);
"""),
    "by_fmt_without_a_buffer": ("go", r"""
package main

import "fmt"

func main() {
	var n, x int
	fmt.Scan(&n)
	for i := 0; i < n; i++ {
		fmt.Scan(&x)
		fmt.Println(x + 1)
	}
}
"""),
}


@pytest.fixture(scope="module")
def lines(admin):
    count = 150_000
    numbers = "\n".join(str(1_000_000 + i) for i in range(count))
    answer = "\n".join(str(1_000_001 + i) for i in range(count))
    return admin.create_problem("Lines", [{"input": f"{count}\n{numbers}\n", "output": answer}])


@pytest.mark.parametrize("way", OTHER_WAYS)
def test_other_ways_lose_nothing(way, lines, student):
    language, code = OTHER_WAYS[way]
    submission = student.judge(lines, language, code)
    assert submission["status"] == "AC", submission.get("message")
