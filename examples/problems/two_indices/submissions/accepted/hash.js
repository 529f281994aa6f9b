const [first, second] = require('fs').readFileSync(0, 'utf8').split('\n');
const numbers = first.trim().split(' ').map(Number);
const target = Number(second);

const seen = new Map();
for (const [j, number] of numbers.entries()) {
  if (seen.has(target - number)) {
    console.log(`${seen.get(target - number)} ${j}`);
    break;
  }
  seen.set(number, j);
}
