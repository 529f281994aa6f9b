const fs = require('fs');
const top = parseInt(fs.readFileSync(0, 'utf8'));

function prime(v) {
  for (let t = 2; t * t <= v; t++) {
    if (v % t === 0) return false;
  }
  return true;
}

let text = '';
let total = 0;
let before = null;
let best = 0;
for (let v = 2; v <= top; ++v) {
  if (!prime(v)) continue;
  text += v + '\n';
  ++total;
  if (before !== null && v - before > best) {
    best = v - before;
  }
  before = v;
}
process.stdout.write(text + total + ' primes, largest gap ' + best + '\n');
