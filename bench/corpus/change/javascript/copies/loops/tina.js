var rows = require('fs').readFileSync(0, 'utf8').split('\n');
var kinds = rows[0].split(' ');
var total = parseInt(rows[1]);
var few = [0];
for (var a = 1; a <= total; a++) {
  few[a] = -1;
  for (var b = 0; b < kinds.length; b++) {
    var kind = parseInt(kinds[b]);
    if (a - kind >= 0) {
      var f = few[a - kind];
      if (f != -1) {
        if (few[a] == -1) {
          few[a] = f + 1;
        } else if (f + 1 < few[a]) {
          few[a] = f + 1;
        }
      }
    }
  }
}
if (few[total] == -1) {
  console.log('impossible');
} else {
  console.log(few[total]);
}
