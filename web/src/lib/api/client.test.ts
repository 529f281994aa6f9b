import { QueryClient } from "@tanstack/react-query";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { connectionBack, isConnectionLost } from "@/lib/connection";
import { enqueue, outgoing } from "@/lib/outbox";
import { sendOutbox } from "@/lib/outbox_sender";
import { beginSession, endSession } from "@/lib/session";

import { answer, api } from "./client";
import { addTestCases } from "./resources/test_cases";
import { readSubmission } from "./resources/submission";
import { ApiError } from "./error";

const encode = (value: unknown) => btoa(JSON.stringify(value)).replace(/=+$/, "");
const token = `x.${encode({ id: "ada", role: "student", exp: 2_000_000_000 })}.x`;

const portal = () => new Response("<h1>Accept our terms</h1>", { status: 200, headers: { "Content-Type": "text/html" } });
const json = (value: unknown) => new Response(JSON.stringify(value), { status: 200, headers: { "Content-Type": "application/json" } });
/** A network that swallows everything. */
const silence = (_: Request, { signal }: { signal: AbortSignal }) =>
  new Promise<Response>((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason as Error)));

/** What became of a call: its error's status, or nothing yet. */
function watch(call: Promise<unknown>): () => unknown {
  let ended: unknown = "waits";
  call.then(
    (value) => (ended = value),
    (error: unknown) => (ended = error instanceof ApiError ? error.status : error),
  );
  return () => ended;
}

beforeEach(() => {
  vi.useFakeTimers();
  beginSession(token, true);
  connectionBack();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  endSession("left");
});

describe("a network that says nothing", () => {
  it("is taken for a lost connection after a while, but what is long to send or held by the server is not cut", async () => {
    vi.stubGlobal("fetch", vi.fn(silence));
    const short = watch(answer(api.GET("/auth/user/me")));
    const held = watch(readSubmission("0".repeat(24), 20));
    const upload = watch(addTestCases(1, "0".repeat(24), { testCases: [{ input: "x".repeat(2_000_000), output: "", weight: 1 }] }));
    await vi.advanceTimersByTimeAsync(21_000);
    expect([short(), held(), upload()]).toEqual([0, "waits", "waits"]);
    expect(isConnectionLost()).toBe(true);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(held()).toBe(0);
    await vi.advanceTimersByTimeAsync(300_000);
    expect(upload()).toBe("waits");
  });
});

describe("an answer that is not the server's", () => {
  it("is as none: nothing is refused by it, and the connection is not back with it", async () => {
    const halves = [portal, () => new Response('{"name": "Ad', { status: 200, headers: { "Content-Type": "application/json" } })];
    for (const half of halves) {
      vi.stubGlobal("fetch", vi.fn(() => Promise.resolve(half())));
      const call = watch(answer(api.GET("/auth/user/me")));
      await vi.advanceTimersByTimeAsync(0);
      expect(call()).toBe(0);
      expect(isConnectionLost()).toBe(true);
    }
  });

  it("leaves a program in the outbox, which is sent when the server answers", async () => {
    let answers = portal;
    vi.stubGlobal("fetch", vi.fn(() => Promise.resolve(answers())));
    const stop = sendOutbox(new QueryClient());
    enqueue({ problemId: "p1", language: "python", code: "print(1)" });
    await vi.advanceTimersByTimeAsync(500);
    expect(outgoing()).toMatchObject([{ state: "waiting" }]);
    answers = () => json({ _id: "1".repeat(24) });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(outgoing()).toMatchObject([{ state: "sent", submissionId: "1".repeat(24) }]);
    stop();
  });
});
