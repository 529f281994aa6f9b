// breadth first: all sums that k coins can make
const input = require('fs').readFileSync(0).toString().split('\n');
let coins = input[0].split(' ').filter(Boolean).map(x => +x);
let goal = +input[1];

let reached = new Set([0]);
let frontier = [0];
let steps = 0;
while (!reached.has(goal) && frontier.length > 0) {
  let next = [];
  for (let sum of frontier) {
    for (let c of coins) {
      let t = sum + c;
      if (t <= goal && !reached.has(t)) {
        reached.add(t);
        next.push(t);
      }
    }
  }
  frontier = next;
  steps++;
}
if (reached.has(goal)) {
  console.log(steps);
} else {
  console.log('impossible');
}
