// How far judging again is.

import type { Outdated } from "@/lib/api/resources/rejudging";

export const LOOK_EVERY_MS = 1_000;

/** Of a problem's verdicts: none is old, some are, these are judged again, or all that this page asked for are new. */
export type Standing = "current" | "outdated" | "going" | "done";

/** `begunFor`: the rules by which this page asked to judge again. Later ones make verdicts old that it did not ask for. */
export function standingOf(data: Outdated, begunFor: number | undefined): Standing {
  const queueing = data.queueing === true;
  if (begunFor === data.rulesVersion) return queueing || data.outdated + data.waiting > 0 ? "going" : "done";
  if (queueing) return "going";
  if (data.outdated > 0) return "outdated";
  return data.waiting > 0 ? "going" : "current"; // begun before a reload, or by somebody else
}

/** How many there are still, and whether that is all: counted after it was begun. */
export function leftOf(counted: { data: Outdated | undefined; dataUpdatedAt: number }, begun: { submissions: number; at: number }) {
  const { data, dataUpdatedAt } = counted;
  if (data === undefined || dataUpdatedAt < begun.at) return { waiting: begun.submissions, more: false, done: false };
  const more = data.queueing === true;
  return { waiting: data.waiting, more, done: !more && data.waiting === 0 };
}

// Which verdicts this tab asked for is kept in it: somebody who looks at one of them and comes back finds the changed ones again.
const keyOf = (problemId: string) => `autograder.rejudged.${problemId}`;

/** The rules by which this tab asked to judge again last, of this problem. */
export function askedFor(problemId: string): number | undefined {
  try {
    const kept = window.sessionStorage.getItem(keyOf(problemId));
    return kept === null || kept === "" ? undefined : Number(kept);
  } catch {
    return undefined;
  }
}

/** Undefined: the list was put away. */
export function rememberAsked(problemId: string, rulesVersion: number | undefined): void {
  try {
    if (rulesVersion === undefined) window.sessionStorage.removeItem(keyOf(problemId));
    else window.sessionStorage.setItem(keyOf(problemId), String(rulesVersion));
  } catch {
    // Storage is forbidden: it is known for as long as the page is open.
  }
}
