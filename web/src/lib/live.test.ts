import { QueryClient } from "@tanstack/react-query";
import { afterEach, describe, expect, it, vi } from "vitest";

import { keepProgress, type Submission } from "./api/resources/submission";
import { follow, merge } from "./live";
import { beginSession, endSession } from "./session";

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

describe("a stream", () => {
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
    endSession("left");
  });

  it("in which the server says something stays open, and one that fell silent is opened again", async () => {
    vi.useFakeTimers();
    beginSession(`x.${btoa(JSON.stringify({ id: "ada", role: "student", exp: 2_000_000_000 }))}.x`, true);
    const said = (words: string) => new TextEncoder().encode(words);
    let opened = 0;
    let beats = true;
    const stream = (signal: AbortSignal) => {
      opened++;
      return new ReadableStream<Uint8Array>({
        start: (control) => {
          control.enqueue(said(`data: ${JSON.stringify(event("RUNNING", strip))}\n\n`));
          const beat = setInterval(() => beats && control.enqueue(said(": waiting\n\n")), 15_000);
          signal.addEventListener("abort", () => {
            clearInterval(beat);
            control.error(signal.reason);
          });
        },
      });
    };
    const asked = (request: Request | string, { signal }: { signal: AbortSignal }) =>
      Promise.resolve(
        typeof request === "string"
          ? new Response(stream(signal), { headers: { "Content-Type": "text/event-stream" } })
          : new Response(JSON.stringify(submission({ status: "RUNNING" })), { headers: { "Content-Type": "application/json" } }),
      );
    vi.stubGlobal("fetch", vi.fn(asked));
    const control = new AbortController();
    const following = follow("0".repeat(24), new QueryClient(), control.signal);
    await vi.advanceTimersByTimeAsync(300_000);
    expect(opened).toBe(1);
    beats = false;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(opened).toBe(2);
    control.abort();
    await vi.advanceTimersByTimeAsync(10_000);
    await following;
  });
});
