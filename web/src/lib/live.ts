// A submission as it is judged: the server's stream of events where there is one, else questions that wait for an answer.
//
// Arriving events are written into the query cache, under the submission's key, and nowhere else. Each event carries the whole
// strip of tests so far, so that a lost one costs nothing. A connection that breaks is made again, more slowly each time.

import { useQueryClient, type QueryClient } from "@tanstack/react-query";
import { EventSourceParserStream } from "eventsource-parser/stream";
import { useEffect } from "react";

import type { Schemas } from "./api/client";
import { ApiError } from "./api/error";
import { readSubmission, submissionJudged, submissionKey, type Submission, type TestReport } from "./api/resources/submission";
import { connectionBack, connectionLost, pause } from "./connection";
import { currentSession, refuseToken } from "./session";
import { isOpen, type Status } from "./verdicts";

const WAIT_SECONDS = 20;
const FIRST_PAUSE_MS = 400;
const PAUSE_MAX_MS = 8_000;
/** The state of now comes at once; a proxy that holds answers back until they are whole never shows it. */
const FIRST_EVENT_MS = 5_000;
/** The server says something every 15 s. */
const SILENCE_MAX_MS = 40_000;
/** So many streams in a row that broke while questions were answered: they do not come through. */
const BROKEN_MAX = 2;

type StatusEvent = Schemas["LiveStatus"];

/** Events carry figures; texts come with the verdict. */
const WITHOUT_TEXTS = { wallMs: 0, input: "", expected: "", output: "", truncated: false, message: "" };

/** Applies an event to the known state of a submission. */
export function merge(known: Submission, event: StatusEvent): Submission {
  const tests = event.tests.map((test): TestReport => ({ ...WITHOUT_TEXTS, ...test }));
  const next: Submission = { ...known, status: event.status, tests, score: event.score };
  if (event.status !== "QUEUED") delete next.queue;
  return next;
}

const isStatusEvent = (value: unknown): value is StatusEvent =>
  typeof value === "object" && value !== null && "status" in value && "tests" in value;

function parseEvent(data: string): StatusEvent | null {
  try {
    const value: unknown = JSON.parse(data);
    return isStatusEvent(value) ? value : null;
  } catch {
    return null;
  }
}

/** No stream comes: the server is an older one, or a proxy holds it back. */
class NoStream extends Error {}

async function* openStream(id: string, signal: AbortSignal): AsyncGenerator<StatusEvent> {
  const session = currentSession();
  if (session === null) return;
  const control = new AbortController();
  const stop = () => control.abort(signal.reason);
  signal.addEventListener("abort", stop);
  let begun = false;
  let timer = setTimeout(() => control.abort(new NoStream()), FIRST_EVENT_MS);
  const heard = () => {
    if (!begun) return;
    clearTimeout(timer);
    timer = setTimeout(() => control.abort(new Error("the stream fell silent")), SILENCE_MAX_MS);
  };
  try {
    for await (const event of readStream(id, session.token, control.signal, heard)) {
      begun = true;
      heard();
      yield event;
    }
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", stop);
    control.abort();
  }
}

async function* readStream(id: string, token: string, signal: AbortSignal, heard: () => void): AsyncGenerator<StatusEvent> {
  const response = await fetch(`/submission/${id}/events`, {
    headers: { Accept: "text/event-stream", Authorization: `Bearer ${token}` },
    signal,
  });
  if (response.status === 401) refuseToken(token);
  if (response.status >= 500 || response.status === 429) throw new ApiError(response.status, "", "");
  if (!response.ok || response.body === null || !/^text\/event-stream/.test(response.headers.get("Content-Type") ?? "")) {
    throw new NoStream();
  }
  connectionBack();
  const listening = new TransformStream<Uint8Array, Uint8Array<ArrayBuffer>>({
    transform: (chunk, control) => {
      heard();
      control.enqueue(chunk as Uint8Array<ArrayBuffer>);
    },
  });
  const events = response.body
    .pipeThrough(listening)
    .pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array<ArrayBuffer>>)
    .pipeThrough(new EventSourceParserStream());
  const reader = events.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const event = parseEvent(value.data);
      if (event !== null) yield event;
    }
  } finally {
    reader.cancel().catch(() => undefined);
  }
}

/** Follows a submission until its verdict stands in the cache, or the signal aborts. */
export async function follow(id: string, client: QueryClient, signal: AbortSignal): Promise<void> {
  const key = submissionKey(id);
  const store = async (submission: Submission) => {
    await client.cancelQueries({ queryKey: key, exact: true });
    client.setQueryData(key, submission);
  };
  const stopped = () => signal.aborted || currentSession() === null;
  let broken = 0;
  let wait = FIRST_PAUSE_MS;
  const listen = async () => {
    try {
      for await (const event of openStream(id, signal)) {
        wait = FIRST_PAUSE_MS;
        broken = 0;
        if (!isOpen(event.status)) return;
        const known = client.getQueryData<Submission>(key);
        if (known !== undefined) await store(merge(known, event));
      }
    } catch (error) {
      broken = error instanceof NoStream ? BROKEN_MAX : broken + 1;
    }
  };
  while (!stopped()) {
    const streams = broken < BROKEN_MAX;
    if (streams) await listen();
    if (stopped()) return;
    try {
      // After a stream: the verdict with everything beside it. Without one: the question that waits.
      const submission = await readSubmission(id, streams ? undefined : WAIT_SECONDS, signal);
      if (!isOpen(submission.status)) {
        await store(submission);
        return;
      }
      if (!streams) await store(submission);
      await pause(streams ? FIRST_PAUSE_MS : 0, signal);
    } catch (error) {
      if (stopped()) return;
      if (error instanceof ApiError && !error.passing) return;
      if (!(error instanceof ApiError) || error.unreachable) {
        connectionLost();
        // Nothing is known of streams while nothing is answered.
        broken = 0;
      }
      await pause(wait, signal);
      wait = Math.min(wait * 2, PAUSE_MAX_MS);
    }
  }
}

/** Keeps a submission in the cache up to date while its verdict is open. */
export function useLive(id: string, status: Status | undefined): void {
  const client = useQueryClient();
  const open = status !== undefined && isOpen(status);
  useEffect(() => {
    if (!open) return;
    const control = new AbortController();
    void follow(id, client, control.signal).then(() => {
      if (control.signal.aborted) return;
      void submissionJudged(client);
    });
    return () => control.abort();
  }, [id, open, client]);
}
