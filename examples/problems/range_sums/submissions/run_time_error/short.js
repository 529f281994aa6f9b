// Keeps the sums of every two houses that are at most a thousand apart, and nothing of the others.
const data = require('fs').readFileSync(0, 'utf8').split(/\s+/).map(Number);
const [n, q] = data;
const prefix = [0];
for (let i = 0; i < Math.min(n, 1000); i++) prefix.push(prefix[i] + data[2 + i]);
const answers = [];
for (let k = 0; k < q; k++) {
  const l = data[2 + n + 2 * k];
  const r = data[3 + n + 2 * k];
  if (r >= prefix.length) throw new Error(`no sum up to ${r}`);
  answers.push(prefix[r] - prefix[l - 1]);
}
console.log(answers.join('\n'));
