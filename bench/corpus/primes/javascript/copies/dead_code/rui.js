const fs = require('fs');
const max = parseInt(fs.readFileSync(0, 'utf8'));
const started = 17;
let tests = 0;

function check(v) {
  let sum = 0;
  for (let t = 2; t * t <= v; t++) {
    sum += t;
    if (v % t === 0) return false;
    sum = sum * 2;
  }
  return true;
}

function cube(v) {
  const w = v * v;
  return w * v;
}

const all = [];
const empty = [];
for (let k = 2; k <= max; k++) {
  tests = tests + 1;
  if (check(k)) all.push(k);
}
let best = 0;
let worst = 1000;
for (let k = 1; k < all.length; k++) {
  worst = worst - 1;
  best = Math.max(best, all[k] - all[k - 1]);
}
if (1 > 2) {
  worst = started;
}
if (all.length > 0) console.log(all.join('\n'));
console.log(`${all.length} primes, largest gap ${best}`);
