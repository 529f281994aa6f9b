const rows = require('fs').readFileSync(0, 'utf8').trim().split('\n');
const values = rows[0].split(' ').map(Number);
const goal = Number(rows[1]);

const few = [0];
for (let s = 1; s <= goal; s++) {
  few[s] = -1;
  for (const value of values) {
    if (s - value >= 0) {
      const t = few[s - value];
      if (t != -1) {
        if (few[s] == -1) {
          few[s] = t + 1;
        } else if (t + 1 < few[s]) {
          few[s] = t + 1;
        }
      }
    }
  }
}
console.log(few[goal] === -1 ? 'impossible' : few[goal]);
