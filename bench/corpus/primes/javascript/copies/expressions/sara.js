'use strict';
const top = parseInt(require('fs').readFileSync('/dev/stdin').toString().trim(), 10);
const open = new Uint8Array(1 + top).fill(1);
let text = '';
let primes = 0;
let former = null;
let largest = 0;
for (let x = 2; !(x > top); x = x + 1) {
  if (!open[x]) continue;
  for (let y = x * x; y < top + 1; y = y + x) open[y] = 0;
  text = text + `${x}\n`;
  primes = primes + 1;
  if (largest < x - former && former !== null) {
    largest = x - former;
  }
  former = x;
}
process.stdout.write(`${text}${primes} primes, largest gap ${largest}\n`);
