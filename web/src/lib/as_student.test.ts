import { describe, expect, it } from "vitest";

import type { Submission, TestReport } from "./api/resources/submission";
import { asStudentSees } from "./as_student";

const test = (index: number, visibility: "public" | "private", some: Partial<TestReport> = {}): TestReport => ({
  index, visibility, status: "AC", timeMs: 1, wallMs: 1, memoryKb: 1, weight: 1, input: "in", expected: "out", output: "got", truncated: false, message: "", ...some,
});
const submission = (some: Partial<Submission>): Submission => ({ status: "RE", tests: [], output: "got", message: "42", adminDetail: "on host a", ...some }) as Submission;

describe("what a student sees of a verdict", () => {
  it("has nothing that a private test holds, nor what the program could tell of it", () => {
    const reason = { code: "exception", name: "ValueError", number: 42, line: 3, outputLine: 2, hint: "minusOne", sentence: "line 3: ValueError" };
    const failed = test(2, "private", { status: "RE", reason, errors: "Traceback: 42", trace: [{ row: 1, line: 3 }], message: "42" });
    const seen = asStudentSees(submission({ tests: [test(1, "public"), failed], reason }));
    const left = { code: "exception", name: "ValueError", line: 3, sentence: "line 3: ValueError" };
    expect(seen).toMatchObject({ output: "", adminDetail: "", message: "test 2 (private): line 3: ValueError" });
    expect(seen.reason).toEqual(left);
    expect(seen.tests[0]).toEqual(test(1, "public"));
    expect(seen.tests[1]).toEqual({ ...test(2, "private", { status: "RE" }), input: "", expected: "", output: "", errors: "", trace: [], message: left.sentence, reason: left });
  });
  it("is whole where a public test decided, and where the compiler did", () => {
    const failed = test(1, "public", { status: "WA", message: "differs" });
    expect(asStudentSees(submission({ status: "WA", tests: [failed], message: "differs" }))).toMatchObject({ output: "got", message: "differs", tests: [failed] });
    expect(asStudentSees(submission({ status: "CE", output: "main.c:1: error" })).output).toBe("main.c:1: error");
  });
});
