var limit = parseInt(require('fs').readFileSync(0).toString(), 10);
var amount = 0;
var widest = 0;
var earlier = 0;
var value = 2;

while (value <= limit) {
  var hits = 0;
  var t = 1;
  while (t <= value) {
    if (value % t == 0) {
      hits = hits + 1;
    }
    t = t + 1;
  }
  if (hits == 2) {
    console.log(value);
    amount = amount + 1;
    if (earlier > 0) {
      if (value - earlier > widest) {
        widest = value - earlier;
      }
    }
    earlier = value;
  }
  value = value + 1;
}
console.log(amount + ' primes, largest gap ' + widest);
