import { describe, expect, it } from "vitest";

import type { Problem } from "@/lib/api/resources/problems";

import { afterSave, newProblem, toBody, validate, valuesOf } from "./problem_form";

describe("the form of a problem", () => {
  it("sends tolerances with numbers alone, and an empty one not at all", () => {
    expect(toBody(newProblem).checker).toEqual({ type: "trim" });
    expect(toBody({ ...newProblem, checker: "float", relativeTolerance: "" }).checker).toEqual({ type: "float", absoluteTolerance: 1e-6 });
  });
  it("keeps the switches of a checker, and sends those that its kind has", () => {
    const of = (checker: Problem["checker"]) =>
      valuesOf({ ...newProblem, checker, limits: { timeLimitMs: 1, memoryLimitMb: 2, outputLimitKb: 3 } } as unknown as Problem);
    const tokens = of({ type: "tokens", ignoreCase: true });
    expect(toBody(tokens).checker).toEqual({ type: "tokens", ignoreCase: true });
    expect(toBody({ ...tokens, checker: "lines" }).checker).toEqual({ type: "lines", ignoreCase: true });
    expect(toBody({ ...tokens, ignoreCase: false }).checker).toEqual({ type: "tokens" });
    const numbers = of({ type: "float", spaceSensitive: true, absoluteTolerance: 0.5, relativeTolerance: 0 });
    expect(toBody(numbers).checker).toEqual({ type: "float", spaceSensitive: true, absoluteTolerance: 0.5, relativeTolerance: 0 });
    expect(toBody({ ...numbers, checker: "exact" }).checker).toEqual({ type: "exact" });
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
