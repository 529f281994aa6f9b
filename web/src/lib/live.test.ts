import { describe, expect, it } from "vitest";

import { keepProgress, type Submission } from "./api/endpoints/submission";
import { merge } from "./live";

const submission = (some: Partial<Submission> = {}): Submission => ({
  _id: "0".repeat(24),
  userId: "1".repeat(24),
  problemId: "2".repeat(24),
  language: "python",
  status: "QUEUED",
  score: null,
  executionTimeMs: null,
  memoryKb: null,
  createdAt: "",
  updatedAt: "",
  code: "print(1)",
  output: "",
  tests: [],
  queue: { position: 2, reason: "others were first" },
  ...some,
});
const strip = [{ index: 1, status: "AC" as const, timeMs: 3, memoryKb: 4, weight: 1, visibility: "public" as const }];
const event = (status: Submission["status"], tests: typeof strip) =>
  ({ type: "status", submissionId: "0".repeat(24), status, score: null, tests }) as const;

describe("merge", () => {
  it("keeps the program and takes the strip; a place in the queue ends with the waiting", () => {
    const next = merge(submission(), event("RUNNING", strip));
    expect(next).toMatchObject({ code: "print(1)", status: "RUNNING" });
    expect(next.tests).toHaveLength(1);
    expect(next.queue).toBeUndefined();
    expect(merge(submission(), event("QUEUED", [])).queue?.position).toBe(2);
  });
  it("goes back to an empty strip when judging starts again", () => {
    const running = merge(submission(), event("RUNNING", strip));
    expect(merge(running, event("QUEUED", [])).tests).toEqual([]);
  });
});

describe("keepProgress", () => {
  it("holds the strip against an answer that knows none, and lets a verdict through", () => {
    const running = merge(submission(), event("RUNNING", strip));
    expect(keepProgress(running, submission({ status: "RUNNING" })).tests).toHaveLength(1);
    expect(keepProgress(running, submission({ status: "CE" }))).toMatchObject({ status: "CE", tests: [] });
    expect(keepProgress(undefined, submission()).status).toBe("QUEUED");
  });
});
