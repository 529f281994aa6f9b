const [, m, ...coins] = require('fs').readFileSync(0, 'latin1').split(/\s+/).filter(Boolean).map(Number);
const never = m + 1;
const least = new Int32Array(m + 1).fill(never);
least[0] = 0;
for (const coin of coins) {
  for (let amount = coin; amount <= m; amount++) least[amount] = Math.min(least[amount], least[amount - coin] + 1);
}
console.log(least[m] < never ? least[m] : -1);
