var m = parseInt(require('fs').readFileSync(0).toString(), 10);
var amount = 0;
var wide = 0;
var old = 0;

for (var i = 2; i <= m; i++) {
  var c = 0;
  for (var j = 1; j <= i; j++) {
    if (i % j == 0) {
      c = c + 1;
    }
  }
  if (c == 2) {
    console.log(i);
    amount = amount + 1;
    if (old > 0) {
      if (i - old > wide) {
        wide = i - old;
      }
    }
    old = i;
  }
}
console.log(amount + ' primes, largest gap ' + wide);
