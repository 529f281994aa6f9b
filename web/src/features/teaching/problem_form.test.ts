import { describe, expect, it } from "vitest";

import type { Problem } from "@/lib/api/endpoints/problem";

import { afterSave, newProblem, toBody, validate, valuesOf } from "./problem_form";

describe("the form of a problem", () => {
  it("sends tolerances with numbers alone, and an empty one not at all", () => {
    expect(toBody(newProblem).checker).toEqual({ type: "trim" });
    expect(toBody({ ...newProblem, checker: "float", relativeTolerance: "" }).checker).toEqual({ type: "float", absoluteTolerance: 1e-6 });
  });
  it("keeps of a checker what it does not show, until another is chosen", () => {
    const checker = { type: "tokens", ignoreCase: true } as Problem["checker"];
    const problem = { ...newProblem, checker, limits: { timeLimitMs: 1, memoryLimitMb: 2, outputLimitKb: 3 } } as unknown as Problem;
    expect(toBody(valuesOf(problem)).checker).toEqual(checker);
    expect(toBody({ ...valuesOf(problem), checker: "lines" }).checker).toEqual({ type: "lines" });
  });
  it("goes on with what was typed while it was saved", () => {
    const sent = { ...newProblem, title: "Twice ", tags: ["a"] };
    const stored = { ...sent, title: "Twice", timeLimitMs: 900 };
    expect(afterSave(sent, { ...sent }, stored)).toEqual(stored);
    const typed = { ...sent, description: "More.", tags: ["a", "b"] };
    expect(afterSave(sent, typed, stored)).toEqual({ ...stored, description: "More.", tags: ["a", "b"] });
  });
  it("tells bounds before the server does", () => {
    expect(validate.title("  ")).not.toBeNull();
    expect(validate.title("😀".repeat(200))).toBeNull();
    expect(validate.title("x".repeat(201))).not.toBeNull();
    expect([99, 100, 60_000, 60_001, 1.5].map((value) => validate.timeLimitMs(value) === null)).toEqual([false, true, true, false, false]);
  });
});
