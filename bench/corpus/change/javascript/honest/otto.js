const lines = require('fs').readFileSync(0, 'utf8').trim().split('\n');
const coins = lines[0].split(' ').map(Number);
const target = Number(lines[1]);

const best = new Array(target + 1).fill(Infinity);
best[0] = 0;
for (let sum = 1; sum <= target; sum++) {
  for (const coin of coins) {
    if (coin <= sum && best[sum - coin] + 1 < best[sum]) {
      best[sum] = best[sum - coin] + 1;
    }
  }
}
console.log(best[target] === Infinity ? 'impossible' : best[target]);
