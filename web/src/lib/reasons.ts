// Why a test failed, said in the reader's language. Reports of an earlier server have no code: their sentence is shown.

import { bytes, limit } from "./format";
import { text } from "./text";
import { explain, type Status } from "./verdicts";

export interface Reason {
  code: string;
  name?: string;
  number?: number;
  limitMs?: number;
  limitKb?: number;
  processes?: number;
  line?: number;
  outputLine?: number;
  outputColumn?: number;
  hint?: string;
  sentence: string;
}

/** An output that is empty has no place where it differs. */
const PRINTED_NOTHING = ["noOutput", "outputInFile"];

type Codes = typeof text.reasons.codes;

/** `by`: what it tells of, a program or a compiler that had to translate it. */
export function reasonWords(reason: Reason, by: "program" | "compiler" = "program"): string {
  const { reasons } = text;
  const codes: Codes = by === "compiler" ? { ...reasons.codes, ...reasons.compiler } : reasons.codes;
  const code = reason.code as keyof Codes;
  const argument = {
    cpuTime: limit(reason.limitMs ?? 0),
    idle: limit(reason.limitMs ?? 0),
    memory: bytes((reason.limitKb ?? 0) * 1024),
    standardOutput: bytes((reason.limitKb ?? 0) * 1024),
    standardError: bytes((reason.limitKb ?? 0) * 1024),
    fileSize: bytes((reason.limitKb ?? 0) * 1024),
    compiledFile: reason.limitKb === undefined ? "" : bytes(reason.limitKb * 1024),
    wholeTime: limit(reason.limitMs ?? 0),
    exception: reason.name ?? "",
    exitCode: reason.number === undefined ? "" : String(reason.number),
    signal: reason.name ?? "",
  } as Record<string, string>;
  const known = Object.hasOwn(codes, code) ? codes[code] : undefined;
  if (known === undefined) return reason.sentence;
  const hint = Object.hasOwn(reasons.hints, reason.hint ?? "") ? reasons.hints[reason.hint as keyof typeof reasons.hints] : undefined;
  const signal = Object.hasOwn(reasons.signals, reason.name ?? "") ? reasons.signals[reason.name as keyof typeof reasons.signals] : undefined;
  const parts = [
    typeof known === "function" ? known(argument[code] ?? "", signal ?? "") : known,
    ...(reason.line === undefined ? [] : [reasons.atLine(reason.line)]),
    ...(reason.outputLine === undefined || PRINTED_NOTHING.includes(reason.code) ? [] : [reasons.inOutput(reason.outputLine, reason.outputColumn ?? 1)]),
    ...(reason.processes ? [reasons.processes(reason.processes)] : []),
    ...(hint === undefined ? [] : [hint]),
  ];
  const sentence = parts.join(", ");
  return sentence.endsWith("?") ? sentence : `${sentence}.`;
}

/** How a run ended, where there is more to say than its verdict. */
export function resultWords({ status, message, reason }: { status: Status; message: string; reason?: Reason }): string {
  if (status === "IE") return explain(status);
  return reason === undefined ? message : reasonWords(reason, status === "CE" ? "compiler" : "program");
}
