var text = require('fs').readFileSync(0, 'utf8').split('\n');
var list = text[0].split(' ');
var sum = parseInt(text[1]);
var table = [0];
var i = 1;
while (i <= sum) {
  table[i] = -1;
  var j = 0;
  while (j < list.length) {
    var c = parseInt(list[j]);
    if (i - c >= 0) {
      var t = table[i - c];
      if (t != -1) {
        if (table[i] == -1) {
          table[i] = t + 1;
        } else if (t + 1 < table[i]) {
          table[i] = t + 1;
        }
      }
    }
    j = j + 1;
  }
  i = i + 1;
}
if (table[sum] == -1) {
  console.log('impossible');
} else {
  console.log(table[sum]);
}
