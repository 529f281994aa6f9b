import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { json, noNetwork, serve } from "@/testing";

import { connectionBack, connectionLost, isConnectionLost, onConnection, patience, pause, serverAnswers } from "./connection";

beforeEach(() => {
  vi.useFakeTimers();
  connectionBack();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("the connection", () => {
  it("tells of each change once, and not of what is so already", () => {
    const heard: boolean[] = [];
    const end = onConnection(() => heard.push(isConnectionLost()));
    connectionBack();
    connectionLost();
    connectionLost();
    connectionBack();
    end();
    connectionLost();
    expect(heard).toEqual([true, false]);
  });
  it("is there when the server itself answers, and not by a page of the network", async () => {
    const answers = [() => json({ version: "1" }), () => new Response("<h1>Sign in</h1>"), () => json({}, 503), noNetwork];
    const found: boolean[] = [];
    for (const answer of answers) {
      serve(answer);
      found.push(await serverAnswers());
    }
    expect(found).toEqual([true, false, false, false]);
  });
  it("is not there when nothing comes for five seconds", async () => {
    serve(({ signal }) => new Promise((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason as Error))));
    let found: boolean | undefined;
    void serverAnswers().then((answers) => (found = answers));
    await vi.advanceTimersByTimeAsync(4_900);
    expect(found).toBeUndefined();
    await vi.advanceTimersByTimeAsync(200);
    expect(found).toBe(false);
  });
});

describe("patience", () => {
  it("ends after its time, unless what was waited for came", () => {
    const ended = patience(1_000);
    const kept = patience(1_000);
    kept.kept();
    vi.advanceTimersByTime(1_000);
    expect([ended.signal.aborted, kept.signal.aborted]).toEqual([true, false]);
    expect((ended.signal.reason as DOMException).name).toBe("TimeoutError");
  });
  it("ends with the other's, also one that ended before", () => {
    const other = new AbortController();
    const before = patience(1_000, other.signal);
    expect(before.signal.aborted).toBe(false);
    other.abort();
    expect([before.signal.aborted, patience(1_000, other.signal).signal.aborted]).toEqual([true, true]);
  });
});

describe("a pause", () => {
  it("ends with its time, with the signal, or when the browser is online", async () => {
    const control = new AbortController();
    const ended: string[] = [];
    void pause(1_000).then(() => ended.push("time"));
    void pause(60_000, control.signal).then(() => ended.push("signal"));
    await vi.advanceTimersByTimeAsync(1_000);
    control.abort();
    await vi.advanceTimersByTimeAsync(0);
    void pause(60_000).then(() => ended.push("online"));
    window.dispatchEvent(new Event("online"));
    await vi.advanceTimersByTimeAsync(0);
    expect(ended).toEqual(["time", "signal", "online"]);
  });
});
