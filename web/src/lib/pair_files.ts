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

const BY_ENDING = /^(.*)\.(in|inp|input|stdin|out|ans|answer|ok|sol|output|expected|res|stdout)$/i;
// "1.in.txt", "1_out.txt"
const BY_MIDDLE = /^(.+)[-_.](in|inp|input|out|ans|answer|output|expected)\.(txt|dat|data)$/i;
const BY_WORD = /^(.*?)(input|inp|in|output|out|answer|ans)([-_.]?\d+[a-z]?)(\.(?:txt|dat|data))?$/i;
// "x.in1" with "x.out1"
const BY_NUMBERED_ENDING = /^(.*)\.(in|inp|input|out|ans|output)([-_.]?\d+)$/i;
// "test1/input" with "test1/output.txt": the folder is the name
const BY_NAME = /^(in|inp|input|stdin|out|ans|answer|output|expected|stdout)(?:\.(?:txt|dat|data))?$/i;
const POLYGON_OUTPUT = /^(.+)\.a$/i;
const PLAIN = /^([^.]+?)(?:\.(?:txt|dat|data))?$/i;
const INPUTS = new Set(["in", "inp", "input", "inputs", "stdin"]);
const OUTPUTS = new Set(["out", "output", "outputs", "ans", "answer", "answers", "expected", "sol"]);
const SAMPLES = new Set(["sample", "samples", "example", "examples", "public"]);
const SECRETS = new Set(["secret", "private", "hidden"]);

interface Role {
  stem: string;
  input: boolean;
}

function roleOf(name: string): Role | null {
  const isInput = (word: string | undefined) => INPUTS.has((word ?? "").toLowerCase());
  for (const form of [BY_ENDING, BY_MIDDLE, BY_NUMBERED_ENDING, BY_WORD]) {
    const found = form.exec(name);
    if (found === null) continue;
    const input = isInput(found[2]);
    const stem = `${found[1]}${form === BY_ENDING || form === BY_MIDDLE ? "" : found[3]}`;
    return { stem: input ? stem : stem.replace(/\.in$/i, ""), input }; // "a.in" with "a.in.ans"
  }
  const word = BY_NAME.exec(name)?.[1];
  if (word !== undefined) return { stem: "", input: isInput(word) };
  const answer = POLYGON_OUTPUT.exec(name);
  return answer ? { stem: answer[1] ?? "", input: false } : null;
}

/** "in/1.txt" with "out/1.txt": the folder says which it is. */
function roleByFolder(folders: string[], name: string): (Role & { folders: string[] }) | null {
  const at = folders.findLastIndex((folder) => INPUTS.has(folder.toLowerCase()) || OUTPUTS.has(folder.toLowerCase()));
  const folder = folders[at];
  if (folder === undefined) return null;
  const stem = (roleOf(name)?.stem ?? "") || (PLAIN.exec(name)?.[1] ?? "");
  return stem === "" ? null : { stem, input: INPUTS.has(folder.toLowerCase()), folders: folders.toSpliced(at, 1) };
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
    const bare = inputs.length === 0 ? (plain.get(key) ?? plain.get(`${key}.txt`)) : undefined;
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
