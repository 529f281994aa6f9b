import { describe, expect, it } from "vitest";

import type { Problem } from "@/lib/api/resources/problems";

import { afterSave, newProblem, toBody, validate, valuesOf } from "./problem_form";

const problem: Problem = {
  _id: "a".repeat(24),
  title: "Twice",
  description: "Print it twice.",
  language: "en",
  translations: [],
  difficulty: "hard",
  tags: ["a"],
  languages: ["python"],
  limits: { timeLimitMs: 1_000, memoryLimitMb: 64, outputLimitKb: 8 },
  checker: { type: "float", absoluteTolerance: 0.5 },
  scoring: "groups",
  published: true,
  testCases: [],
  testCaseCount: 0,
  privateTestCaseCount: 0,
  version: 3,
  createdBy: "b".repeat(24),
  createdAt: "2026-01-01T00:00:00.000Z",
  updatedAt: "2026-01-01T00:00:00.000Z",
};

describe("the form of a problem", () => {
  it("sends back what it read, of every field", () => {
    const { title, description, difficulty, tags, languages, published, scoring, limits, checker } = problem;
    expect(toBody(valuesOf(problem))).toEqual({ title, description, difficulty, tags, languages, published, scoring, limits, checker });
  });
  it("leaves a tolerance empty that the checker does not have, and offers the usual one for another kind", () => {
    expect(valuesOf(problem)).toMatchObject({ absoluteTolerance: 0.5, relativeTolerance: "" });
    expect(valuesOf({ ...problem, checker: { type: "exact" } })).toMatchObject({ absoluteTolerance: 1e-6, relativeTolerance: 1e-6 });
  });
  it("sends a title without white space around it", () => {
    expect(toBody({ ...newProblem, title: "  Twice\t" }).title).toBe("Twice");
  });
  it("sends tolerances with numbers alone, and an empty one not at all", () => {
    expect(toBody(newProblem).checker).toEqual({ type: "trim" });
    expect(toBody({ ...newProblem, checker: "float", relativeTolerance: "" }).checker).toEqual({ type: "float", absoluteTolerance: 1e-6 });
  });
  it("keeps the switches of a checker, and sends those that its kind has", () => {
    const of = (checker: Problem["checker"]) =>
      valuesOf({ ...problem, checker });
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
