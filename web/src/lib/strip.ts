// The strip of tests: what is judged, what is running, what is still to come; and what groups came to.

import type { Submission, TestReport } from "./api/resources/submission";
import { isOpen } from "./verdicts";

export type Slot = { index: number; state: "done"; test: TestReport } | { index: number; state: "running" | "pending" | "skipped" };

/** One slot a test. Tests run in order, so that the first without a report is the one that runs; a verdict leaves the rest out. */
export function slotsOf(submission: Pick<Submission, "status" | "tests">, expected: number): Slot[] {
  const byIndex = new Map(submission.tests.map((test) => [test.index, test]));
  const count = Math.max(expected, ...submission.tests.map((test) => test.index));
  let runs = submission.status === "RUNNING";
  const rest = isOpen(submission.status) ? "pending" : "skipped";
  return Array.from({ length: Math.max(0, count) }, (_, i) => {
    const test = byIndex.get(i + 1);
    if (test !== undefined) return { index: i + 1, state: "done", test };
    const state = runs ? "running" : rest;
    runs = false;
    return { index: i + 1, state };
  });
}

export const passedOf = (tests: TestReport[]): number => tests.filter((test) => test.status === "AC").length;

/** Which test to show at first: the first that failed and may be seen, else the first that failed. */
export function worthShowing(tests: TestReport[]): number | undefined {
  const failed = tests.filter((test) => test.status !== "AC");
  return (failed.find((test) => test.visibility === "public") ?? failed[0])?.index;
}

export interface GroupScore {
  name: string;
  tests: TestReport[];
  weight: number;
  earned: number;
}

/** Groups in the order of their first tests. With groups a group counts whole or not at all. */
export function groupScores(tests: TestReport[], whole: boolean): GroupScore[] {
  const groups = new Map<string, TestReport[]>();
  for (const test of tests) groups.set(test.group ?? "", [...(groups.get(test.group ?? "") ?? []), test]);
  return [...groups].map(([name, members]) => {
    const sum = (some: TestReport[]) => some.reduce((total, test) => total + test.weight, 0);
    const passed = members.filter((test) => test.status === "AC");
    return { name, tests: members, weight: sum(members), earned: whole && passed.length < members.length ? 0 : sum(passed) };
  });
}
