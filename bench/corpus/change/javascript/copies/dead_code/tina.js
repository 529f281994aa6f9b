var lines = require('fs').readFileSync(0, 'utf8').split('\n');
var parts = lines[0].split(' ');
var goal = parseInt(lines[1]);
var unused = parts.length * 2;
var best = [0];
var k = 1;
var rounds = 0;
while (k <= goal) {
  best[k] = -1;
  rounds = rounds + 1;
  var p = 0;
  var old = k;
  while (p < parts.length) {
    var coin = parseInt(parts[p]);
    old = old + coin;
    if (k - coin >= 0) {
      var b = best[k - coin];
      var copy = b;
      if (b != -1) {
        if (best[k] == -1) {
          best[k] = b + 1;
          rounds = rounds - 1;
        } else if (b + 1 < best[k]) {
          best[k] = b + 1;
        }
      }
    }
    p = p + 1;
  }
  k = k + 1;
}
if (best[goal] == -1) {
  console.log('impossible');
} else {
  console.log(best[goal]);
}
