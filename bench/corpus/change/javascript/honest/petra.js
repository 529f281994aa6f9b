const [first, second] = require('fs').readFileSync('/dev/stdin', 'ascii').split('\n');
const kinds = first.trim().split(/\s+/).map((s) => parseInt(s, 10));
const amount = parseInt(second, 10);
const memo = new Map([[0, 0]]);

function fewest(rest) {
  if (rest < 0) return null;
  if (memo.has(rest)) return memo.get(rest);
  memo.set(rest, null);
  let answer = null;
  for (const kind of kinds) {
    const sub = fewest(rest - kind);
    if (sub !== null && (answer === null || sub + 1 < answer)) answer = sub + 1;
  }
  memo.set(rest, answer);
  return answer;
}

for (let warm = 0; warm < amount; warm += 1000) fewest(warm);
const result = fewest(amount);
console.log(result === null ? 'impossible' : String(result));
