// The checks of a problem before students see it.

import type { Outdated } from "@/lib/api/resources/rejudging";
import type { Problem } from "@/lib/api/resources/problems";
import type { Verification } from "@/lib/api/resources/verification";
import { limit as duration, milliseconds } from "@/lib/format";
import { text } from "@/lib/text";

export interface Check {
  done: boolean;
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

/** `slowestMs` of the accepted solutions; null when there is none. */
export function publishChecks(problem: Problem, slowestMs: number | null): Check[] {
  const { checks } = text.teaching;
  const limit = problem.limits.timeLimitMs;
  return [
    { done: problem.description.trim() !== "", label: checks.statement },
    { done: problem.testCaseCount > 0, label: checks.tests },
    { done: problem.testCaseCount > problem.privateTestCaseCount, label: checks.sample },
    { done: slowestMs !== null, label: checks.solution },
    ...(slowestMs === null
      ? []
      : [{ done: limit >= LIMIT_FACTOR * slowestMs, label: checks.limit(duration(limit), milliseconds(slowestMs)) }]),
  ];
}
