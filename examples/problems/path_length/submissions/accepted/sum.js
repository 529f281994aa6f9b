const numbers = require('fs').readFileSync(0, 'latin1').split(/\s+/).map(Number);
let length = 0;
for (let i = 1; i < numbers[0]; i++) {
  length += Math.hypot(numbers[2 * i + 1] - numbers[2 * i - 1], numbers[2 * i + 2] - numbers[2 * i]);
}
console.log(length);
