function countDivisors(x) {
  var total = 0;
  var d = 1;
  while (d <= x) {
    if (x % d == 0) {
      total = total + 1;
    }
    d = d + 1;
  }
  return total;
}

function larger(g, x, previous) {
  if (previous > 0) {
    if (x - previous > g) {
      return x - previous;
    }
  }
  return g;
}

var end = parseInt(require('fs').readFileSync(0).toString(), 10);
var primes = 0;
var gap = 0;
var last = 0;
var number = 2;
while (number <= end) {
  if (countDivisors(number) == 2) {
    console.log(number);
    primes = primes + 1;
    gap = larger(gap, number, last);
    last = number;
  }
  number = number + 1;
}
console.log(primes + ' primes, largest gap ' + gap);
