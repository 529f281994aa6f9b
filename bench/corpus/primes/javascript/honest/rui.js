const fs = require('fs');
const n = parseInt(fs.readFileSync(0, 'utf8'));

function isPrime(x) {
  for (let d = 2; d * d <= x; d++) {
    if (x % d === 0) return false;
  }
  return true;
}

const primes = [];
for (let i = 2; i <= n; i++) {
  if (isPrime(i)) primes.push(i);
}
let gap = 0;
for (let i = 1; i < primes.length; i++) {
  gap = Math.max(gap, primes[i] - primes[i - 1]);
}
if (primes.length > 0) console.log(primes.join('\n'));
console.log(`${primes.length} primes, largest gap ${gap}`);
