// What a problem should have before students see it.

import type { Problem } from "@/lib/api/endpoints/problem";
import { limit as duration, milliseconds } from "@/lib/format";
import { text } from "@/lib/text";

export interface Check {
  done: boolean;
  label: string;
}

const LIMIT_FACTOR = 2;

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
