// The words and the tone of each status, and whether it may still change.

import type { Schemas } from "./api/client";
import { text } from "./text";

export type Status = Schemas["Status"];
export type Tone = "good" | "bad" | "slow" | "ours" | "open";

const TONES: Record<Status, Tone> = {
  QUEUED: "open",
  RUNNING: "open",
  AC: "good",
  WA: "bad",
  TLE: "slow",
  MLE: "slow",
  OLE: "slow",
  RE: "bad",
  CE: "bad",
  IE: "ours",
  CANCELLED: "ours",
};

export const STATUSES = Object.keys(TONES) as Status[];

export const toneOf = (status: Status): Tone => TONES[status];
export const isOpen = (status: Status): boolean => TONES[status] === "open";
/** Points for some tests: neither accepted nor simply wrong. */
export const isPartial = (status: Status, score: number | null | undefined): boolean =>
  score !== null && score !== undefined && score > 0 && score < 100 && !isOpen(status) && TONES[status] !== "ours";
/** What it took: of a program that was stopped because it waited, the clock's time, and not the little that it computed. */
export const timeOf = ({ executionTimeMs, waitedMs }: { executionTimeMs: number | null; waitedMs: number | null }): number | null =>
  executionTimeMs === null ? null : Math.max(executionTimeMs, waitedMs ?? 0);
export const nameOf = (status: Status): string => text.verdicts[status].name;
export const explain = (status: Status): string => text.verdicts[status].explanation;
/** "TLE/RE" in words; nothing for what is no verdict. */
export function verdictNames(codes: string): string | undefined {
  const found = codes.split("/").map((code) => STATUSES.find((one) => one === code));
  return found.includes(undefined) ? undefined : found.map((one) => (one === undefined ? "" : nameOf(one))).join(text.packages.or);
}
