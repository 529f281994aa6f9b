const partner = {')': '(', ']': '[', '}': '{'};
const open = [];
let balanced = true;
for (const bracket of require('fs').readFileSync(0, 'latin1').trim()) {
  if (!(bracket in partner)) {
    open.push(bracket);
  } else if (open.pop() !== partner[bracket]) {
    balanced = false;
    break;
  }
}
console.log(balanced && open.length === 0 ? 'yes' : 'no');
