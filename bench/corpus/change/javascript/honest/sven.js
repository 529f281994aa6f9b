'use strict';
const readline = require('readline').createInterface({ input: process.stdin });
const rows = [];
readline.on('line', (row) => rows.push(row));
readline.on('close', () => {
  const values = rows[0].split(' ').map(Number).sort((a, b) => b - a);
  const total = Number(rows[1]);
  let record = Number.MAX_SAFE_INTEGER;

  // largest coin first, cut off what cannot win
  function search(position, left, used) {
    if (left === 0) {
      record = Math.min(record, used);
      return;
    }
    if (position === values.length) return;
    const value = values[position];
    for (let n = Math.floor(left / value); n >= 0; n--) {
      if (used + n + Math.ceil((left - n * value) / value) >= record && n < left / value - 1) break;
      search(position + 1, left - n * value, used + n);
    }
  }

  search(0, total, 0);
  console.log(record < Number.MAX_SAFE_INTEGER ? record : 'impossible');
});
