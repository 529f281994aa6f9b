let values = Float64Array.from(require('fs').readFileSync(0, 'latin1').split(/\s+/).slice(1).filter(Boolean), Number);
let other = new Float64Array(values.length);
let inversions = 0;
for (let width = 1; width < values.length; width *= 2) {
  for (let start = 0; start < values.length; start += 2 * width) {
    const middle = Math.min(start + width, values.length);
    const end = Math.min(start + 2 * width, values.length);
    let left = start;
    let right = middle;
    for (let out = start; out < end; out++) {
      if (left < middle && (right === end || values[left] <= values[right])) {
        other[out] = values[left++];
      } else {
        inversions += middle - left;
        other[out] = values[right++];
      }
    }
  }
  [values, other] = [other, values];
}
console.log(String(inversions));
