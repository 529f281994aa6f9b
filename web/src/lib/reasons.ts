// Why a test failed, said in the reader's language. Reports of an earlier server have no code: their sentence is shown.

import { bytes, limit } from "./format";
import { text } from "./text";

export interface Reason {
  code: string;
  name?: string;
  number?: number;
  limitMs?: number;
  limitKb?: number;
  processes?: number;
  line?: number;
  hint?: string;
  sentence: string;
}

export function reasonWords(reason: Reason): string {
  const { reasons } = text;
  const code = reason.code as Exclude<keyof typeof reasons, "hints" | "signals" | "processes" | "atLine" | "goTo" | "errors" | "cpu" | "wall">;
  const argument = {
    cpuTime: limit(reason.limitMs ?? 0),
    idle: limit(reason.limitMs ?? 0),
    memory: bytes((reason.limitKb ?? 0) * 1024),
    standardOutput: bytes((reason.limitKb ?? 0) * 1024),
    standardError: bytes((reason.limitKb ?? 0) * 1024),
    fileSize: bytes((reason.limitKb ?? 0) * 1024),
    exception: reason.name ?? "",
    exitCode: reason.number === undefined ? "" : String(reason.number),
    signal: reason.name ?? "",
  } as Record<string, string>;
  const known = Object.hasOwn(reasons, code) ? reasons[code] : undefined;
  if (known === undefined) return reason.sentence;
  const hint = Object.hasOwn(reasons.hints, reason.hint ?? "") ? reasons.hints[reason.hint as keyof typeof reasons.hints] : undefined;
  const signal = Object.hasOwn(reasons.signals, reason.name ?? "") ? reasons.signals[reason.name as keyof typeof reasons.signals] : undefined;
  const parts = [
    typeof known === "function" ? known(argument[code] ?? "", signal ?? "") : known,
    ...(reason.line === undefined ? [] : [reasons.atLine(reason.line)]),
    ...(reason.processes ? [reasons.processes(reason.processes)] : []),
    ...(hint === undefined ? [] : [hint]),
  ];
  const sentence = parts.join(", ");
  return sentence.endsWith("?") ? sentence : `${sentence}.`;
}
