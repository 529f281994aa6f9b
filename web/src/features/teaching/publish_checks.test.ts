import { describe, expect, it } from "vitest";

import type { Outdated } from "@/lib/api/resources/rejudging";
import type { Verification } from "@/lib/api/resources/verification";

import { slowestAccepted } from "./publish_checks";

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
