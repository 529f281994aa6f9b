// Two texts side by side: which lines are the same, which changed into which, and where inside.

import { diffArrays, diffChars } from "diff";

export interface Part {
  text: string;
  changed: boolean;
}
export interface Cell {
  /** From 1. */
  number: number;
  parts: Part[];
}
export interface Row {
  same: boolean;
  left?: Cell;
  right?: Cell;
}

const INLINE_MAX = 400;
const EDITS_MAX = 2000;

function linesOf(value: string): string[] {
  const lines = value.split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

const whole = (number: number, value: string, changed: boolean): Cell => ({ number, parts: [{ text: value, changed }] });

function inside(left: string, right: string): [Part[], Part[]] {
  const changes = left.length + right.length > INLINE_MAX ? undefined : diffChars(left, right);
  if (changes === undefined) return [[{ text: left, changed: true }], [{ text: right, changed: true }]];
  const side = (skip: "added" | "removed") =>
    changes.filter((change) => !change[skip]).map((change) => ({ text: change.value, changed: change.added || change.removed }));
  return [side("added"), side("removed")];
}

const plain = (value: string) => value.replace(/\r\n/g, "\n");

/** Rows of a side-by-side view. Line ends count where the texts differ in nothing else. */
export function sideBySide(left: string, right: string): Row[] {
  const rows = rowsOf(plain(left), plain(right));
  return rows.every((row) => row.same) ? rowsOf(left, right) : rows;
}

/** Texts that differ in nearly everything are shown line beside line. */
function rowsOf(left: string, right: string): Row[] {
  const [a, b] = [linesOf(left), linesOf(right)];
  const changes = diffArrays(a, b, { maxEditLength: EDITS_MAX }) ?? [
    { value: a, removed: true, added: false },
    { value: b, removed: false, added: true },
  ];
  const rows: Row[] = [];
  let [i, j] = [0, 0];
  for (let k = 0; k < changes.length; k++) {
    const change = changes[k];
    if (change === undefined) break;
    if (!change.added && !change.removed) {
      for (const line of change.value) rows.push({ same: true, left: whole(++i, line, false), right: whole(++j, line, false) });
      continue;
    }
    const following = changes[k + 1];
    const paired = change.removed && following?.added === true;
    const removed = change.removed ? change.value : [];
    const added = change.added ? change.value : paired ? following.value : [];
    if (paired) k++;
    for (let n = 0; n < Math.max(removed.length, added.length); n++) {
      const [was, is] = [removed[n], added[n]];
      if (was !== undefined && is !== undefined) {
        const [leftParts, rightParts] = inside(was, is);
        rows.push({ same: false, left: { number: ++i, parts: leftParts }, right: { number: ++j, parts: rightParts } });
      } else if (was !== undefined) {
        rows.push({ same: false, left: whole(++i, was, true) });
      } else if (is !== undefined) {
        rows.push({ same: false, right: whole(++j, is, true) });
      }
    }
  }
  return rows;
}

const CONTEXT = 3;
export const ROWS_MAX = 200;

/** The rows around the first difference: that is what somebody looks for in a long output. */
export function aroundFirstDifference(rows: Row[]): { rows: Row[]; before: number; after: number } {
  const first = Math.max(0, rows.findIndex((row) => !row.same));
  const before = rows.length <= ROWS_MAX ? 0 : Math.max(0, first - CONTEXT);
  const shown = rows.slice(before, before + ROWS_MAX);
  return { rows: shown, before, after: rows.length - before - shown.length };
}
