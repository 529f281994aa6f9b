// Whether an output is right, as the server compares (src/domain/compare.cpp): for samples, which are run and not judged.

import type { Schemas } from "./api/client";

type Checker = Schemas["Checker"];
type Same = (expected: string, found: string) => boolean;

const SPACE = /[ \t\n\r\v\f]+/;
const trimEnd = (text: string) => text.replace(/[ \t\n\r\v\f]+$/, "");
const trim = (text: string) => trimEnd(text).replace(/^[ \t\n\r\v\f]+/, "");
const lower = (text: string) => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

const words = (text: string) => trim(text).split(SPACE).filter((word) => word !== "");
const every = (left: string[], right: string[], same: Same) =>
  left.length === right.length && left.every((one, i) => same(one, right[i] ?? ""));

function parseNumber(word: string): number | null {
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(word) ? Number(word) : null;
}

/** Words and white space in turns. */
const pieces = (text: string) => text.split(/([ \t\n\r\v\f]+)/);

export function isRight(checker: Checker, expected: string, found: string): boolean {
  const same: Same = checker.ignoreCase === true ? (a, b) => lower(a) === lower(b) : (a, b) => a === b;
  const sameNumber: Same = (a, b) => {
    if (a === b) return true;
    const wanted = parseNumber(a);
    if (wanted === null) return same(a, b);
    const got = parseNumber(b);
    if (got === null || !Number.isFinite(wanted) || !Number.isFinite(got)) return false;
    const given = checker.absoluteTolerance !== undefined || checker.relativeTolerance !== undefined;
    const distance = Math.abs(wanted - got);
    const [absolute, relative] = given ? [checker.absoluteTolerance ?? 0, checker.relativeTolerance ?? 0] : [1e-6, 1e-6];
    return distance <= absolute || distance <= relative * Math.abs(wanted);
  };
  switch (checker.type) {
    case "trim":
      return every(trim(expected).split("\n").map(trimEnd), trim(found).split("\n").map(trimEnd), same);
    case "lines":
      return every(trimEnd(expected).split("\n"), trimEnd(found).split("\n"), (a, b) => every(words(a), words(b), same));
    case "tokens":
      return every(words(expected), words(found), same);
    case "exact":
      return same(expected, found);
    case "float":
      return checker.spaceSensitive === true
        ? every(pieces(expected), pieces(found), (a, b) => (SPACE.test(a + b) ? a === b : sameNumber(a, b)))
        : every(words(expected), words(found), sameNumber);
  }
}
