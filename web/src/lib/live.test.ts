import { QueryClient } from "@tanstack/react-query";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { json, noNetwork, refusal, serve, signIn, type Call } from "@/testing";

import { keepProgress, submissionKey, type Submission } from "./api/resources/submission";
import { connectionBack, isConnectionLost } from "./connection";
import { follow, merge } from "./live";
import { currentSession, endSession, sessionEnding } from "./session";

const submission = (some: Partial<Submission> = {}): Submission => ({
  _id: "0".repeat(24),
  userId: "1".repeat(24),
  problemId: "2".repeat(24),
  language: "python",
  status: "QUEUED",
  score: null,
  executionTimeMs: null,
  waitedMs: null,
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

const EVENTS = { headers: { "Content-Type": "text/event-stream" } };
const written = (...events: ReturnType<typeof event>[]) => new TextEncoder().encode(events.map((one) => `data: ${JSON.stringify(one)}\n\n`).join(""));

/** A stream that says this and stays open, as the server's; it ends with the call. */
function openStream({ signal }: Call, ...events: ReturnType<typeof event>[]) {
  const stream = new ReadableStream<Uint8Array>({
    start: (control) => {
      if (events.length > 0) control.enqueue(written(...events));
      signal?.addEventListener("abort", () => control.error(signal.reason));
    },
  });
  return new Response(stream, EVENTS);
}

describe("following a submission", () => {
  const id = "0".repeat(24);
  let client: QueryClient;
  let control: AbortController;
  /** Each call in a word: "stream", "look", or "wait" for a question that is held. */
  let asked: string[];
  const cached = () => client.getQueryData<Submission>(submissionKey(id));

  beforeEach(() => {
    vi.useFakeTimers();
    signIn();
    connectionBack();
    client = new QueryClient();
    client.setQueryData(submissionKey(id), submission());
    control = new AbortController();
    asked = [];
  });
  afterEach(async () => {
    control.abort();
    await vi.advanceTimersByTimeAsync(30_000);
    vi.useRealTimers();
    vi.unstubAllGlobals();
    endSession("left");
  });

  function answers(stream: (call: Call) => Response | Promise<Response>, look: (wait: string | null) => Response | Promise<Response>) {
    serve((call) => {
      const held = call.query.get("wait");
      const streams = call.path.endsWith("/events");
      asked.push(streams ? "stream" : held === null ? "look" : "wait");
      return streams ? stream(call) : look(held);
    });
  }
  /** What needs no time of the clock is done. */
  async function settle() {
    for (let i = 0; i < 8; ++i) await vi.advanceTimersByTimeAsync(0);
  }
  /** Whether it has ended. */
  function begin() {
    let ended = false;
    void follow(id, client, control.signal).then(() => (ended = true));
    return () => ended;
  }
  const judged = submission({ status: "AC", score: 100, tests: [] });

  it("writes each event into the cache, and reads the whole submission once, when the verdict came", async () => {
    const seen: unknown[] = [];
    client.getQueryCache().subscribe(() => seen.push(`${cached()?.status} ${cached()?.tests.length}`));
    answers((call) => openStream(call, event("RUNNING", []), event("RUNNING", strip), event("AC", strip)), () => json(judged));
    const ended = begin();
    await settle();
    expect(ended()).toBe(true);
    expect(asked).toEqual(["stream", "look"]);
    expect(seen).toContain("RUNNING 1");
    expect(cached()).toMatchObject({ status: "AC", score: 100 });
  });

  it("leaves out what is no event, and opens the stream again where it ended before the verdict", async () => {
    const noise = new TextEncoder().encode(": hello\n\ndata: {oops\n\ndata: 7\n\ndata: {\"status\": \"AC\"}\n\n");
    let opened = 0;
    answers(
      (call) => (++opened === 1 ? new Response(noise, EVENTS) : openStream(call, event("AC", strip))),
      () => json(opened === 1 ? submission({ status: "RUNNING" }) : judged),
    );
    const ended = begin();
    await settle();
    await vi.advanceTimersByTimeAsync(399);
    expect(asked).toEqual(["stream", "look"]);
    expect(cached()?.status).toBe("QUEUED");
    await vi.advanceTimersByTimeAsync(1);
    await settle();
    expect(asked).toEqual(["stream", "look", "stream", "look"]);
    expect(ended()).toBe(true);
  });

  it("asks questions that wait where there is no stream: an older server, or a page of a proxy", async () => {
    for (const none of [() => refusal(404), () => new Response("<h1>Sign in</h1>", { headers: { "Content-Type": "text/html" } })]) {
      asked = [];
      client.setQueryData(submissionKey(id), submission());
      const states = [submission({ status: "RUNNING" }), submission({ status: "RUNNING" }), judged];
      answers(none, (wait) => {
        if (wait !== null) expect(wait).toBe("20");
        return json(states.shift());
      });
      const ended = begin();
      await vi.advanceTimersByTimeAsync(1_000);
      expect(asked).toEqual(["stream", "look", "wait", "wait"]);
      expect(ended()).toBe(true);
      expect(cached()?.status).toBe("AC");
    }
  });

  it("asks questions that wait where a proxy holds the stream back", async () => {
    answers(openStream, (wait) => json(wait === null ? submission({ status: "RUNNING" }) : judged));
    const ended = begin();
    await settle();
    await vi.advanceTimersByTimeAsync(4_999);
    expect(asked).toEqual(["stream"]);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(asked).toEqual(["stream", "look", "wait"]);
    expect(ended()).toBe(true);
  });

  it("tries a stream that is refused with 429 once more, and then asks questions that wait", async () => {
    let looks = 0;
    answers(() => refusal(429, { "Retry-After": "1" }), () => json(++looks < 3 ? submission({ status: "RUNNING" }) : judged));
    const ended = begin();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(asked).toEqual(["stream", "look", "stream", "look", "wait"]);
    expect(ended()).toBe(true);
    expect(isConnectionLost()).toBe(false);
  });

  it("waits longer after each answer that passes, such as 429, and not for ever", async () => {
    answers(() => refusal(404), () => refusal(429));
    const ended = begin();
    const looks = () => asked.filter((one) => one !== "stream").length;
    await settle();
    const seen = [looks()];
    for (const pause of [400, 800, 1_600, 3_200, 6_400, 8_000, 8_000]) {
      await vi.advanceTimersByTimeAsync(pause - 1);
      expect(looks()).toBe(seen.at(-1));
      await vi.advanceTimersByTimeAsync(1);
      await settle();
      seen.push(looks());
    }
    expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect([ended(), isConnectionLost()]).toEqual([false, false]);
  });

  it("ends where the submission is not there any more", async () => {
    answers(() => refusal(404), () => refusal(404));
    const ended = begin();
    await settle();
    expect([ended(), asked]).toEqual([true, ["stream", "look"]]);
    expect(cached()?.status).toBe("QUEUED");
  });

  it("ends with the session when the stream says 401, and asks nothing more", async () => {
    answers(() => refusal(401), () => json(judged));
    const ended = begin();
    await vi.advanceTimersByTimeAsync(60_000);
    expect([ended(), asked]).toEqual([true, ["stream"]]);
    expect([currentSession(), sessionEnding()]).toEqual([null, "expired"]);
  });

  it("ends with the session when a question says 401", async () => {
    answers(() => refusal(404), () => refusal(401));
    const ended = begin();
    await vi.advanceTimersByTimeAsync(60_000);
    expect([ended(), asked]).toEqual([true, ["stream", "look"]]);
    expect(sessionEnding()).toBe("expired");
  });

  it("tries again without a network, more slowly each time, and at once when the browser is online", async () => {
    answers(noNetwork, noNetwork);
    const ended = begin();
    await settle();
    expect(isConnectionLost()).toBe(true);
    await vi.advanceTimersByTimeAsync(60_000);
    // After 0, 0.4, 1.2, 2.8, 6, 12.4 s, then every 8 s: and each time the stream first, of which nothing is known.
    expect(asked.filter((one) => one === "stream")).toHaveLength(11);
    expect(asked.filter((one) => one === "look")).toHaveLength(11);
    answers((call) => openStream(call, event("RUNNING", strip), event("AC", strip)), () => json(judged));
    asked = [];
    window.dispatchEvent(new Event("online"));
    await settle();
    expect([ended(), asked, isConnectionLost()]).toEqual([true, ["stream", "look"], false]);
    expect(cached()?.status).toBe("AC");
  });

  it("stops when nobody looks any more", async () => {
    answers((call) => openStream(call, event("RUNNING", strip)), () => json(submission({ status: "RUNNING" })));
    const ended = begin();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(asked).toEqual(["stream"]);
    control.abort();
    await vi.advanceTimersByTimeAsync(60_000);
    expect([ended(), asked]).toEqual([true, ["stream"]]);
  });

  it("keeps a stream in which the server says something, and opens one that fell silent again", async () => {
    let opened = 0;
    let beats = true;
    const stream = ({ signal }: Call) => {
      opened++;
      return new ReadableStream<Uint8Array>({
        start: (writer) => {
          writer.enqueue(written(event("RUNNING", strip)));
          const beat = setInterval(() => beats && writer.enqueue(new TextEncoder().encode(": waiting\n\n")), 15_000);
          signal?.addEventListener("abort", () => {
            clearInterval(beat);
            writer.error(signal.reason);
          });
        },
      });
    };
    answers((call) => new Response(stream(call), EVENTS), () => json(submission({ status: "RUNNING" })));
    begin();
    await vi.advanceTimersByTimeAsync(300_000);
    expect(opened).toBe(1);
    beats = false;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(opened).toBe(2);
  });
});
