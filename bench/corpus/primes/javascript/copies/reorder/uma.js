// waits for numbers
function* numbers() {
  const table = new Map();
  for (let n = 2; ; n++) {
    const list = table.get(n);
    if (list === undefined) {
      table.set(n * n, [n]);
      yield n;
    } else {
      for (const p of list) {
        const next = n + p;
        if (!table.has(next)) table.set(next, []);
        table.get(next).push(p);
      }
      table.delete(n);
    }
  }
}

let text = '';
process.stdin.on('end', () => {
  let former = 0, most = 0, many = 0;
  const max = Number(text);
  for (const p of numbers()) {
    if (p > max) break;
    if (many > 0) most = Math.max(most, p - former);
    many += 1;
    former = p;
    console.log(p);
  }
  console.log('%d primes, largest gap %d', many, most);
});
process.stdin.on('data', part => text += part);
