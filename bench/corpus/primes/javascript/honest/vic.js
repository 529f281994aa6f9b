var n = parseInt(require('fs').readFileSync(0).toString(), 10);
var k = 0;
var g = 0;
var previous = 0;
var x = 2;

while (x <= n) {
  var divisors = 0;
  var d = 1;
  while (d <= x) {
    if (x % d == 0) {
      divisors = divisors + 1;
    }
    d = d + 1;
  }
  if (divisors == 2) {
    console.log(x);
    k = k + 1;
    if (previous > 0) {
      if (x - previous > g) {
        g = x - previous;
      }
    }
    previous = x;
  }
  x = x + 1;
}
console.log(k + ' primes, largest gap ' + g);
