import { describe, expect, it } from "vitest";

import type { Problem } from "@/lib/api/resources/problems";
import type { Outdated } from "@/lib/api/resources/rejudging";
import type { Verification } from "@/lib/api/resources/verification";

import { isJudging, publishChecks, slowestAccepted } from "./publish_checks";

const verdicts = (some: Partial<Outdated> = {}): Outdated => ({ rulesVersion: 3, judged: 5, outdated: 2, waiting: 0, accepted: 0, ...some });
const solutions = (version: number, ...times: number[]) =>
  ({
    version,
    submissions: [
      ...times.map((executionTimeMs) => ({ path: "accepted/a.py", language: "python", expected: "AC", status: "AC", executionTimeMs })),
      { path: "wrong_answer/b.py", language: "python", expected: "WA", status: "WA", executionTimeMs: 9000 },
    ],
  }) as Verification;

describe("the slowest accepted solution", () => {
  it("is of the tests of now, of students or beside the problem", () => {
    expect(slowestAccepted(verdicts({ accepted: 2, slowestAcceptedMs: 700 }), null)).toBe(700);
    expect(slowestAccepted(verdicts({ accepted: 2, slowestAcceptedMs: 700 }), solutions(3, 200, 900))).toBe(900);
    expect(slowestAccepted(verdicts(), solutions(4, 200))).toBe(200);
  });
  it("is none where all verdicts are of earlier tests", () => {
    expect(slowestAccepted(verdicts(), solutions(2, 200))).toBeNull();
    expect(slowestAccepted(verdicts(), solutions(3))).toBeNull();
    expect(slowestAccepted(undefined, solutions(3, 200))).toBeNull();
  });
  it("may take no time that was measured", () => {
    expect(slowestAccepted(verdicts({ accepted: 1 }), null)).toBe(0);
  });
});

describe("the list before publishing", () => {
  const problem = { description: "Add.", testCaseCount: 2, privateTestCaseCount: 1, limits: { timeLimitMs: 1000 } } as Problem;
  const states = (slowestMs: number | null, judging: boolean) => publishChecks(problem, slowestMs, judging).slice(3).map(({ state }) => state);

  it("does not tell the end of a solution that is still judged", () => {
    expect(states(null, true)).toEqual(["running"]);
    expect(states(null, false)).toEqual(["missing"]);
    // Another one may be slower.
    expect(states(100, true)).toEqual(["done", "running"]);
    expect(states(100, false)).toEqual(["done", "done"]);
    expect(states(900, true)).toEqual(["done", "missing"]);
  });
  it("knows what is still judged", () => {
    expect(isJudging(verdicts(), { ...solutions(3), done: true })).toBe(false);
    expect(isJudging(verdicts(), { ...solutions(3), done: false })).toBe(true);
    expect(isJudging(verdicts({ waiting: 1 }), null)).toBe(true);
    expect(isJudging(verdicts({ queueing: true }), undefined)).toBe(true);
  });
});
