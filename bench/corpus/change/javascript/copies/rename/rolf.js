const source = require('fs').readFileSync(0).toString().split('\n');
let kinds = source[0].split(' ').filter(Boolean).map(v => +v);
let wanted = +source[1];

let seen = new Set([0]);
let border = [0];
let rounds = 0;
while (!seen.has(wanted) && border.length > 0) {
  let following = [];
  for (let s of border) {
    for (let kind of kinds) {
      let total = s + kind;
      if (total <= wanted && !seen.has(total)) {
        seen.add(total);
        following.push(total);
      }
    }
  }
  border = following;
  rounds++;
}
if (seen.has(wanted)) {
  console.log(rounds);
} else {
  console.log('impossible');
}
