import { QueryClient } from "@tanstack/react-query";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { json, noNetwork, refusal, serve, signIn, type Call } from "@/testing";

import type { RunResult } from "./api/resources/runs";
import { mySubmissionsQuery } from "./api/resources/submissions";
import { connectionBack, isConnectionLost } from "./connection";
import { enqueue, outgoing, update } from "./outbox";
import { sendOutbox } from "./outbox_sender";
import { endSession } from "./session";

let client: QueryClient;
let stop: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  signIn();
  connectionBack();
  client = new QueryClient();
});
afterEach(() => {
  stop();
  endSession("left");
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const press = (code: string, problemId = "p1") => {
  vi.advanceTimersByTime(1);
  return enqueue({ problemId, language: "python", code });
};
const codeOf = ({ body }: Call) => (JSON.parse(body) as { code: string }).code;
const states = () => outgoing().map(({ code, state }) => `${code} ${state}`);
const begin = () => (stop = sendOutbox(client));
const after = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);
const submitted = (call: Call) => json({ _id: codeOf(call).padEnd(24, "0") }, 201);

describe("submissions", () => {
  it("of one problem go one after the other in their order, those of two at the same time", async () => {
    const waiting: (() => void)[] = [];
    const calls = serve((call) => new Promise((resolve) => waiting.push(() => resolve(submitted(call)))));
    press("1");
    press("2");
    press("3", "p2");
    begin();
    await after(100);
    expect(calls.map(codeOf)).toEqual(["1", "3"]);
    waiting[0]?.();
    await after(100);
    expect(calls.map(codeOf)).toEqual(["1", "3", "2"]);
    waiting[1]?.();
    waiting[2]?.();
    await after(100);
    expect(states()).toEqual(["1 sent", "2 sent", "3 sent"]);
    expect(outgoing()[0]?.submissionId).toBe("1".padEnd(24, "0"));
  });

  it("are sent again with the same key when the answer was lost, more slowly each time", async () => {
    const calls = serve(noNetwork);
    press("1");
    begin();
    await after(100);
    expect(isConnectionLost()).toBe(true);
    // After pauses of 1, 2, 4, 8 s, and then of 15 s each.
    await after(60_000);
    expect(calls).toHaveLength(8);
    expect(new Set(calls.map(({ headers }) => headers.get("Idempotency-Key"))).size).toBe(1);
    expect(outgoing()[0]).toMatchObject({ state: "waiting" });
    expect(outgoing()[0]?.why).toBeUndefined();
    serve(submitted);
    connectionBack();
    await after(100);
    expect(states()).toEqual(["1 sent"]);
  });

  it("wait as long as the server asks, all that are behind, and say why", async () => {
    const calls = serve(() => refusal(429, { "Retry-After": "20" }));
    press("1");
    press("2");
    begin();
    await after(100);
    expect(outgoing().map(({ why }) => why?.title)).toEqual(["Refused", "Refused"]);
    expect(outgoing().map(({ retryAt }) => Math.round(((retryAt ?? 0) - Date.now()) / 1000))).toEqual([20, 20]);
    await after(19_000);
    expect(calls).toHaveLength(1);
    serve(submitted);
    await after(2_000);
    expect(states()).toEqual(["1 sent", "2 sent"]);
  });

  it("that the server refuses stay with its words, and hold up nobody", async () => {
    serve((call) => (codeOf(call) === "1" ? refusal(422) : submitted(call)));
    press("1");
    press("2");
    begin();
    await after(100);
    expect(states()).toEqual(["1 refused", "2 sent"]);
    expect(outgoing()[0]?.why).toEqual({ title: "Refused", detail: "Why." });
  });

  it("make the lists of submissions out of date", async () => {
    const { queryKey } = mySubmissionsQuery({});
    client.setQueryData(queryKey, { rows: [], total: 0, capped: false, next: undefined });
    serve(submitted);
    press("1");
    begin();
    await after(100);
    expect(client.getQueryState(queryKey)?.isInvalidated).toBe(true);
  });

  it("are not sent by a session that ended, but when its user is back", async () => {
    const calls = serve(() => refusal(401));
    press("1");
    begin();
    await after(30_000);
    expect(calls).toHaveLength(1);
    serve(submitted);
    signIn();
    await after(100);
    expect(states()).toEqual(["1 sent"]);
  });

  it("that are too old for their key are not sent any more", async () => {
    const calls = serve(submitted);
    const old = press("1");
    update(old?.key ?? "", { pressedAt: Date.now() - 24 * 3_600_000 });
    const done = press("2", "p2");
    update(done?.key ?? "", { state: "sent", pressedAt: Date.now() - 24 * 3_600_000 });
    begin();
    await after(100);
    expect(calls).toEqual([]);
    expect(states()).toEqual(["1 refused"]);
  });
});

describe("a run", () => {
  const result = (status: RunResult["status"], output = ""): RunResult => ({
    output,
    executionTime: "0.01s",
    memoryUsed: "1MB",
    executionTimeMs: 10,
    memoryKb: 900,
    status,
    message: "",
  });
  const inputOf = ({ body }: Call) => (JSON.parse(body) as { customInput: string }).customInput;
  const run = (...inputs: string[]) => enqueue({ problemId: "p1", language: "python", code: "x", run: inputs.map((input) => ({ input })) });
  const outputs = () => outgoing()[0]?.run?.map((one) => one.result?.output);

  it("takes one input after the other, and goes on behind those that were answered", async () => {
    const calls = serve((call) => (inputOf(call) === "2" && calls.length === 2 ? noNetwork() : json(result("AC", `of ${inputOf(call)}`))));
    run("1", "2", "3");
    begin();
    await after(100);
    expect(outputs()).toEqual(["of 1", undefined, undefined]);
    await after(2_000);
    expect(calls.map(inputOf)).toEqual(["1", "2", "2", "3"]);
    expect(outputs()).toEqual(["of 1", "of 2", "of 3"]);
    expect(outgoing()[0]?.state).toBe("sent");
  });

  it("ends with the first input when the program does not compile", async () => {
    const calls = serve(() => json(result("CE", "line 1")));
    run("1", "2");
    begin();
    await after(100);
    expect(calls).toHaveLength(1);
    expect([outputs(), outgoing()[0]?.state]).toEqual([["line 1"], "sent"]);
  });
});

it("nothing is sent any more after it was stopped", async () => {
  const calls = serve(submitted);
  begin()();
  press("1");
  window.dispatchEvent(new Event("online"));
  await after(60_000);
  expect(calls).toEqual([]);
});
