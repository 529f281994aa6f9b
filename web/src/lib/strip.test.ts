import { describe, expect, it } from "vitest";

import type { TestReport } from "./api/resources/submission";
import { groupScores, slotsOf, worthShowing } from "./strip";

const test = (index: number, some: Partial<TestReport> = {}): TestReport => ({
  index,
  status: "AC",
  timeMs: 1,
  wallMs: 1,
  memoryKb: 1,
  weight: 1,
  visibility: "private",
  input: "",
  expected: "",
  output: "",
  truncated: false,
  message: "",
  ...some,
});

describe("slotsOf", () => {
  it("shows the first test without a report as the one that runs", () => {
    const slots = slotsOf({ status: "RUNNING", tests: [test(1), test(2)] }, 4);
    expect(slots.map((slot) => slot.state)).toEqual(["done", "done", "running", "pending"]);
  });
  it("says of what was not run that it is left out, once there is a verdict", () => {
    const slots = slotsOf({ status: "WA", tests: [test(1, { status: "WA" })] }, 3);
    expect(slots.map((slot) => slot.state)).toEqual(["done", "skipped", "skipped"]);
  });
  it("shows every report, also when the problem has fewer tests by now", () => {
    expect(slotsOf({ status: "AC", tests: [test(1), test(2)] }, 1)).toHaveLength(2);
  });
});

describe("worthShowing", () => {
  it("prefers the first failed test that may be read", () => {
    expect(worthShowing([test(1), test(2, { status: "WA" }), test(3, { status: "WA", visibility: "public" })])).toBe(3);
    expect(worthShowing([test(1), test(2, { status: "RE" })])).toBe(2);
    expect(worthShowing([test(1)])).toBeUndefined();
  });
});

describe("groupScores", () => {
  it("counts a group whole or not at all", () => {
    const tests = [test(1, { group: "a", weight: 5 }), test(2, { group: "b", weight: 3 }), test(3, { group: "b", status: "WA", weight: 4 })];
    expect(groupScores(tests, true).map(({ name, earned, weight }) => [name, earned, weight])).toEqual([["a", 5, 5], ["b", 0, 7]]);
    expect(groupScores(tests, false)[1]?.earned).toBe(3);
  });
});
