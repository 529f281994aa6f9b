const known = new Map([[0, 0]]);

function smallest(left) {
  if (left < 0) return null;
  if (known.has(left)) return known.get(left);
  let best = null;
  known.set(left, null);
  for (const coin of coins) {
    const other = smallest(left - coin);
    if (other !== null && (best === null || other + 1 < best)) best = other + 1;
  }
  known.set(left, best);
  return best;
}

const [line1, line2] = require('fs').readFileSync('/dev/stdin', 'ascii').split('\n');
const total = parseInt(line2, 10);
const coins = line1.trim().split(/\s+/).map((s) => parseInt(s, 10));
for (let w = 0; w < total; w += 1000) smallest(w);
const answer = smallest(total);
console.log(answer === null ? 'impossible' : String(answer));
