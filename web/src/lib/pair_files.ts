// Which uploaded files are a test's input and which its expected output, by their names.

export interface NamedPair<F> {
  name: string;
  input: F;
  output: F;
}

const BY_ENDING = /^(.*)\.(in|inp|input|out|ans|a|output)$/i;
const BY_WORD = /^(.*?)(input|output|in|out)([-_.]?\d+)\.(txt|dat)$/i;
const INPUTS = new Set(["in", "inp", "input"]);

function role(name: string): { stem: string; input: boolean } | null {
  const ending = BY_ENDING.exec(name);
  if (ending) return { stem: ending[1] ?? "", input: INPUTS.has((ending[2] ?? "").toLowerCase()) };
  const word = BY_WORD.exec(name);
  if (word) return { stem: `${word[1]}${word[3]}`, input: INPUTS.has((word[2] ?? "").toLowerCase()) };
  return null;
}

const byNumbers = new Intl.Collator("en", { numeric: true });

/** Pairs in the order of their names, numbers counting as numbers; and the names of what has no partner. */
export function pairFiles<F extends { name: string }>(files: F[]): { pairs: NamedPair<F>[]; unpaired: string[] } {
  const inputs = new Map<string, F>();
  const outputs = new Map<string, F>();
  const unpaired: string[] = [];
  for (const file of files) {
    const known = role(file.name);
    const side = known === null ? undefined : known.input ? inputs : outputs;
    if (known === null || side === undefined || side.has(known.stem)) unpaired.push(file.name);
    else side.set(known.stem, file);
  }
  const pairs: NamedPair<F>[] = [];
  for (const [stem, input] of inputs) {
    const output = outputs.get(stem);
    if (output === undefined) unpaired.push(input.name);
    else pairs.push({ name: stem, input, output });
  }
  for (const [stem, output] of outputs) if (!inputs.has(stem)) unpaired.push(output.name);
  return { pairs: pairs.sort((a, b) => byNumbers.compare(a.name, b.name)), unpaired: unpaired.sort(byNumbers.compare) };
}
