// No sum here passes 2^53, so plain numbers are exact.
const data = require('fs').readFileSync(0, 'utf8').split(/\s+/).map(Number);
const [n, q] = data;
const prefix = [0];
for (let i = 0; i < n; i++) prefix.push(prefix[i] + data[2 + i]);
const answers = [];
for (let k = 0; k < q; k++) {
  const l = data[2 + n + 2 * k];
  const r = data[3 + n + 2 * k];
  answers.push(prefix[r] - prefix[l - 1]);
}
console.log(answers.join('\n'));
