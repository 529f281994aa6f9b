'use strict';
const reader = require('readline').createInterface({ input: process.stdin });
const text = [];
reader.on('line', (line) => text.push(line));
reader.on('close', () => {
  const coins = text[0].split(' ').map((s) => +s).sort((x, y) => y - x);
  const sum = +text[1];
  let best = Number.MAX_SAFE_INTEGER;

  function attempt(index, rest, count) {
    if (!rest) {
      if (count < best) best = count;
      return;
    }
    if (index >= coins.length) return;
    const coin = coins[index];
    for (let k = Math.trunc(rest / coin); k > -1; k -= 1) {
      const remaining = rest - coin * k;
      if (k < rest / coin - 1 && best <= count + k + Math.ceil(remaining / coin)) break;
      attempt(1 + index, remaining, k + count);
    }
  }

  attempt(0, sum, 0);
  console.log(best === Number.MAX_SAFE_INTEGER ? 'impossible' : best);
});
