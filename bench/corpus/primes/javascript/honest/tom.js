const readline = require('readline');
const rl = readline.createInterface({ input: process.stdin });

rl.on('line', (line) => {
  const max = +line;
  const range = Array.from({ length: Math.max(0, max - 1) }, (_, i) => i + 2);
  const primes = range.filter((x) => !range.some((d) => d * d <= x && x % d === 0));
  primes.forEach((p) => console.log(p));
  const gaps = primes.slice(1).map((p, i) => p - primes[i]);
  console.log(primes.length + ' primes, largest gap ' + gaps.reduce((a, b) => Math.max(a, b), 0));
});
