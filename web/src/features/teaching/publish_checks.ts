// The checks of a problem before students see it.

import type { Outdated } from "@/lib/api/resources/rejudging";
import type { Problem } from "@/lib/api/resources/problems";
import type { Verification } from "@/lib/api/resources/verification";
import { limit as duration, milliseconds } from "@/lib/format";
import { text } from "@/lib/text";

export interface Check {
  /** `running`: something that is still judged decides it. */
  state: "done" | "missing" | "running";
  label: string;
}

const LIMIT_FACTOR = 2;

/**
 * The time of the slowest solution that is accepted by the tests and limits of now, sent by somebody or kept beside the
 * problem; null when there is none. A verdict of earlier tests says nothing about these.
 */
export function slowestAccepted(verdicts: Outdated | undefined, solutions: Verification | null | undefined): number | null {
  if (verdicts === undefined) return null;
  const isOfNow = solutions != null && solutions.version >= verdicts.rulesVersion;
  const kept = isOfNow ? solutions.submissions.filter(({ status }) => status === "AC").map((one) => one.executionTimeMs ?? 0) : [];
  const times = [...kept, ...(verdicts.accepted > 0 ? [verdicts.slowestAcceptedMs ?? 0] : [])];
  return times.length === 0 ? null : Math.max(...times);
}

/** Whether a solution, or a submission that is judged again, has no verdict by the tests of now yet. */
export const isJudging = (verdicts: Outdated | undefined, solutions: Verification | null | undefined): boolean =>
  solutions?.done === false || (verdicts?.waiting ?? 0) > 0 || verdicts?.queueing === true;

const known = (done: boolean, label: string): Check => ({ state: done ? "done" : "missing", label });
const open = (label: string): Check => ({ state: "running", label });

/** A slower solution may still come, and a faster one would not mend it. */
function limitCheck(limitMs: number, slowestMs: number, judging: boolean): Check {
  const enough = limitMs >= LIMIT_FACTOR * slowestMs;
  const label = text.teaching.checks.limit(duration(limitMs), milliseconds(slowestMs));
  return enough && judging ? open(label) : known(enough, label);
}

/** `slowestMs` of the accepted solutions; null when there is none. `judging`: there may be more of them soon. */
export function publishChecks(problem: Problem, slowestMs: number | null, judging: boolean): Check[] {
  const { checks } = text.teaching;
  return [
    known(problem.description.trim() !== "", checks.statement),
    known(problem.testCaseCount > 0, checks.tests),
    known(problem.testCaseCount > problem.privateTestCaseCount, checks.sample),
    slowestMs === null && judging ? open(checks.solution) : known(slowestMs !== null, checks.solution),
    ...(slowestMs === null ? [] : [limitCheck(problem.limits.timeLimitMs, slowestMs, judging)]),
  ];
}
