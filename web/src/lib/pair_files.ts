// Which uploaded files are a test's input and which its expected output, by their names and folders.

export interface NamedFile {
  /** Relative, with slashes: "secret/01.in". */
  path: string;
}
export interface NamedPair<F> {
  name: string;
  /** A folder of its name says that students may see it; null: the names say nothing. */
  sample: boolean | null;
  input: F;
  output: F;
}

const INPUT_WORDS = "inputs?|inp|in|stdin";
const OUTPUT_WORDS = "expected[-_. ]?(?:output|out|answer)|outputs?|out|answers?|ans|expected|expect|exp|stdout|correct|solution|sol|result|res|ok";
const WORD = `(${INPUT_WORDS}|${OUTPUT_WORDS})`;
const TEXT = "(?:\\.(?:txt|dat|data))?";
const form = (pattern: string) => new RegExp(`^${pattern}$`, "i");

// "1.in", "1.expected"
const BY_ENDING = form(`(.*)\\.${WORD}`);
// "1.in.txt", "1_out.txt", "1_in", "1-out"
const BY_MIDDLE = form(`(.+?)[-_. ]${WORD}${TEXT}`);
// "input1.txt", "output_1", "input (1).txt"
const BY_WORD = form(`(.*?)${WORD}([-_. ]*\\(?\\d+[a-z]?\\)?)${TEXT}`);
// "x.in1" with "x.out1"
const BY_NUMBERED_ENDING = form(`(.*)\\.${WORD}([-_.]?\\d+)`);
// "input_small.txt" with "output_small.txt"
const BY_FIRST_WORD = form(`()${WORD}([-_. ].+?)${TEXT}`);
// "test1/input" with "test1/output.txt": the folder is the name
const BY_NAME = form(`()${WORD}${TEXT}`);
const POLYGON_OUTPUT = /^(.+)\.a$/i;
const PLAIN = /^([^.]+?)(?:\.(?:txt|dat|data))?$/i;
const INPUTS = form(`(?:${INPUT_WORDS})`);
const INPUT_FOLDERS = new Set(["in", "inp", "input", "inputs", "stdin"]);
const OUTPUT_FOLDERS = new Set(["out", "output", "outputs", "ans", "answer", "answers", "expected", "expected_output", "expected_outputs", "sol"]);
const BARE = ["", ".txt", ".dat", ".data"];
const SAMPLES = new Set(["sample", "samples", "example", "examples", "public"]);
const SECRETS = new Set(["secret", "private", "hidden"]);

interface Role {
  stem: string;
  input: boolean;
}

function roleOf(name: string): Role | null {
  for (const one of [BY_ENDING, BY_NAME, BY_MIDDLE, BY_NUMBERED_ENDING, BY_WORD, BY_FIRST_WORD]) {
    const [, before, word, after = ""] = one.exec(name) ?? [];
    if (before === undefined || word === undefined) continue;
    const input = INPUTS.test(word);
    // "_1" of "input_1" is "1".
    const stem = before === "" ? after.replace(/^[-_. ]+/, "") : before + after;
    return { stem: input ? stem : stem.replace(/\.in$/i, ""), input }; // "a.in" with "a.in.ans"
  }
  const answer = POLYGON_OUTPUT.exec(name);
  return answer ? { stem: answer[1] ?? "", input: false } : null;
}

/** "in/1.txt" with "out/1.txt": the folder says which it is. */
function roleByFolder(folders: string[], name: string): (Role & { folders: string[] }) | null {
  const at = folders.findLastIndex((folder) => INPUT_FOLDERS.has(folder.toLowerCase()) || OUTPUT_FOLDERS.has(folder.toLowerCase()));
  const folder = folders[at];
  if (folder === undefined) return null;
  const stem = (roleOf(name)?.stem ?? "") || (PLAIN.exec(name)?.[1] ?? "");
  return stem === "" ? null : { stem, input: INPUT_FOLDERS.has(folder.toLowerCase()), folders: folders.toSpliced(at, 1) };
}

function sampleBy(folders: string[]): boolean | null {
  if (folders.some((folder) => SECRETS.has(folder.toLowerCase()))) return false;
  return folders.some((folder) => SAMPLES.has(folder.toLowerCase())) ? true : null;
}

/** Files that systems leave behind. */
const isLitter = (parts: string[]) => parts.some((part) => part.startsWith(".") || part === "__MACOSX" || part === "Thumbs.db");

const byNumbers = new Intl.Collator("en", { numeric: true });

/** Pairs, samples first, in the order of their names, numbers counting as numbers; and the paths of what has no partner. */
export function pairFiles<F extends NamedFile>(files: F[]): { pairs: NamedPair<F>[]; unpaired: string[] } {
  interface Found {
    folders: string[];
    inputs: F[];
    outputs: F[];
  }
  const found = new Map<string, Found>();
  const plain = new Map<string, F>();
  const unpaired: string[] = [];
  for (const file of files) {
    const parts = file.path.split("/");
    if (isLitter(parts)) continue;
    const name = parts.at(-1) ?? "";
    const folders = parts.slice(0, -1);
    const byName = roleOf(name);
    const role = roleByFolder(folders, name) ?? (byName === null ? null : { ...byName, folders });
    if (role === null) {
      plain.set(file.path, file);
      continue;
    }
    const key = [...role.folders, role.stem].filter((part) => part !== "").join("/") || "1";
    const entry = found.get(key) ?? { folders: role.folders, inputs: [], outputs: [] };
    (role.input ? entry.inputs : entry.outputs).push(file);
    found.set(key, entry);
  }
  const pairs: NamedPair<F>[] = [];
  for (const [key, { folders, inputs, outputs }] of found) {
    // The input has no word: "01" with "01.a" (Polygon), "1.txt" with "1.ans.txt".
    const bare = inputs.length === 0 ? (BARE.map((ending) => plain.get(key + ending)).find((one) => one !== undefined)) : undefined;
    if (bare !== undefined) plain.delete(bare.path);
    const [input, ...moreInputs] = bare === undefined ? inputs : [bare];
    const [output, ...moreOutputs] = outputs;
    if (input === undefined || output === undefined) unpaired.push(...[...inputs, ...outputs].map(({ path }) => path));
    else {
      pairs.push({ name: key, sample: sampleBy(folders), input, output });
      unpaired.push(...[...moreInputs, ...moreOutputs].map(({ path }) => path));
    }
  }
  unpaired.push(...plain.keys());
  const order = (a: NamedPair<F>, b: NamedPair<F>) => Number(b.sample === true) - Number(a.sample === true) || byNumbers.compare(a.name, b.name);
  return { pairs: pairs.sort(order), unpaired: unpaired.sort(byNumbers.compare) };
}
