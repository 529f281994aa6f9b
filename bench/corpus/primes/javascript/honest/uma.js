let input = '';
process.stdin.on('data', chunk => input += chunk);
process.stdin.on('end', () => {
  const n = Number(input);
  let found = 0, biggest = 0, before = 0;
  for (const p of primes()) {
    if (p > n) break;
    console.log(p);
    if (found > 0) biggest = Math.max(biggest, p - before);
    before = p;
    found += 1;
  }
  console.log('%d primes, largest gap %d', found, biggest);
});

// endless: each composite is waiting under its next prime divisor
function* primes() {
  const waiting = new Map();
  for (let x = 2; ; x++) {
    const divisors = waiting.get(x);
    if (divisors === undefined) {
      yield x;
      waiting.set(x * x, [x]);
    } else {
      for (const d of divisors) {
        const where = x + d;
        if (!waiting.has(where)) waiting.set(where, []);
        waiting.get(where).push(d);
      }
      waiting.delete(x);
    }
  }
}
