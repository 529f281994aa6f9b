const names = require('fs').readFileSync(0, 'latin1').split('\n');
const n = Number(names[0]);
const counts = new Map();
for (let i = 1; i <= n; i++) counts.set(names[i], (counts.get(names[i]) || 0) + 1);
let best = '';
let most = 0;
for (const [name, count] of counts) {
  if (count > most || (count === most && name < best)) [best, most] = [name, count];
}
console.log(`${best} ${most}`);
