'use strict';
// Eratosthenes in bytes
const limit = Number(require('fs').readFileSync('/dev/stdin').toString().trim());
const sieve = new Uint8Array(limit + 1).fill(1);
let out = '';
let count = 0;
let last = null;
let widest = 0;
for (let p = 2; p <= limit; ++p) {
  if (sieve[p] === 0) continue;
  for (let m = p * p; m <= limit; m += p) sieve[m] = 0;
  out += p + '\n';
  ++count;
  if (last !== null && p - last > widest) {
    widest = p - last;
  }
  last = p;
}
process.stdout.write(out + count + ' primes, largest gap ' + widest + '\n');
