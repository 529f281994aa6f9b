// Finds the places in the source that a compiler's messages point to. Each tool has its own form; other text is plain.

import { reasonWords, type Reason } from "./reasons";

export interface Diagnostic {
  /** From 1. */
  line: number;
  column?: number;
  severity: "error" | "warning";
  message: string;
  /** Which line of the output speaks of it, from 0. */
  outputLine: number;
}

const SOURCE = String.raw`(?:\.?[\w./-]*\/)?main\.\w+`;
// main.cpp:3:5: error: ...   ./main.go:5:2: ...
const WITH_COLUMN = new RegExp(`^${SOURCE}:(\\d+):(\\d+): (?:fatal )?(?:(error|warning|note): )?(.+)$`, "i");
// Main.java:3: error: ...
const WITHOUT_COLUMN = new RegExp(`^${SOURCE}:(\\d+): (error|warning): (.+)$`, "i");
//   File "main.py", line 3
const PYTHON = new RegExp(`^\\s*File "${SOURCE}", line (\\d+)`, "i");
// main.js:3, or [main.js:3: Node.js puts an error without a stack between brackets
const NODE = new RegExp(`^\\[?(?:file:\\/\\/)?${SOURCE}:(\\d+)$`, "i");
const DIAGNOSTICS_MAX = 100;

/** The sentence that a traceback ends with: "SyntaxError: invalid syntax". */
function conclusion(lines: string[], from: number): string {
  const sentence = lines.slice(from + 1).find((line) => /^\w*(?:Error|Exception|Warning)\b/.test(line)) ?? "";
  return lines[from]?.startsWith("[") === true ? sentence.replace(/\]$/, "") : sentence;
}

/** The caret below a quoted line, counted from 1 in the source's own columns. */
function caret(lines: string[], from: number): number | undefined {
  const [quoted, marked] = [lines[from + 1], lines[from + 2]];
  if (quoted === undefined || marked === undefined || !/^\s*[\^~]+/.test(marked)) return undefined;
  return marked.indexOf("^") + 1;
}

/** Where the first failing test that may be told of it left the program. */
export function crashMarks(tests: { status: string; message?: string; reason?: Reason; trace?: { row: number; line: number }[] }[]): Diagnostic[] {
  const crashed = tests.find((test) => test.status !== "AC" && (test.reason?.line !== undefined || (test.trace?.length ?? 0) > 0));
  if (crashed === undefined) return [];
  const lines = new Set([...(crashed.trace ?? []).map(({ line }) => line), ...(crashed.reason?.line === undefined ? [] : [crashed.reason.line])]);
  const message = crashed.reason ? reasonWords(crashed.reason) : (crashed.message ?? "");
  return [...lines].map((line) => ({ line, severity: "error", message, outputLine: 0 }));
}

export function findDiagnostics(output: string): Diagnostic[] {
  const found: Diagnostic[] = [];
  const lines = output.split("\n");
  lines.forEach((line, outputLine) => {
    if (found.length >= DIAGNOSTICS_MAX) return;
    let match = WITH_COLUMN.exec(line);
    if (match) {
      if (match[3]?.toLowerCase() === "note") return;
      const severity = match[3]?.toLowerCase() === "warning" ? "warning" : "error";
      found.push({ line: Number(match[1]), column: Number(match[2]), severity, message: match[4] ?? "", outputLine });
      return;
    }
    match = WITHOUT_COLUMN.exec(line);
    if (match) {
      const column = caret(lines, outputLine);
      const severity = match[2]?.toLowerCase() === "warning" ? "warning" : "error";
      found.push({ line: Number(match[1]), severity, message: match[3] ?? "", outputLine, ...(column ? { column } : {}) });
      return;
    }
    match = PYTHON.exec(line) ?? NODE.exec(line);
    if (match) found.push({ line: Number(match[1]), severity: "error", message: conclusion(lines, outputLine), outputLine });
  });
  return found;
}
