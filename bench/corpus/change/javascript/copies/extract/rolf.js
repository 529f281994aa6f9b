const data = require('fs').readFileSync(0).toString().split('\n');

function numbers(line) {
  return line.split(' ').filter(Boolean).map(x => +x);
}

function visit(sum, coins, limit, known, found) {
  for (let c of coins) {
    let s = sum + c;
    if (s <= limit && !known.has(s)) {
      known.add(s);
      found.push(s);
    }
  }
}

function advance(level, coins, limit, known) {
  let found = [];
  for (let sum of level) {
    visit(sum, coins, limit, known, found);
  }
  return found;
}

let values = numbers(data[0]);
let limit = +data[1];
let known = new Set([0]);
let level = [0];
let count = 0;
while (!known.has(limit) && level.length > 0) {
  level = advance(level, values, limit, known);
  count++;
}
if (known.has(limit)) {
  console.log(count);
} else {
  console.log('impossible');
}
