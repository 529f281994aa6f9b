// Sends what waits in the outbox: at once, when the connection is back, and after the pause that the server asks for.

import type { QueryClient } from "@tanstack/react-query";

import { ApiError, describe } from "./api/error";
import { run } from "./api/resources/runs";
import { submissionSent, submit } from "./api/resources/submissions";
import { connectionLost, onConnection } from "./connection";
import { isWaiting, onArrival, outgoing, queueOf, remove, tooOld, update, type Outgoing } from "./outbox";
import { currentSession, onSession } from "./session";
import { text } from "./text";

const FIRST_PAUSE_MS = 1_000;
const PAUSE_MAX_MS = 15_000;

async function submitOne(one: Outgoing, client: QueryClient): Promise<void> {
  const { _id } = await submit({ problemId: one.problemId, language: one.language, code: one.code }, one.key);
  update(one.key, { state: "sent", sentAt: Date.now(), submissionId: _id });
  void submissionSent(client);
}

/** One input after the other: the server takes one run of a user at a time. */
async function runOne(one: Outgoing): Promise<void> {
  const inputs = [...(one.run ?? [])];
  for (const [i, each] of inputs.entries()) {
    if (each.result !== undefined) continue;
    const result = await run({ language: one.language, code: one.code, customInput: each.input });
    inputs[i] = { ...each, result };
    // A program that does not compile does so with every input.
    const over = result.status === "CE";
    update(one.key, { run: over ? inputs.slice(0, i + 1) : [...inputs] });
    if (over) break;
  }
  update(one.key, { state: "sent", sentAt: Date.now() });
}

/** Sends until what it returns is called. */
export function sendOutbox(client: QueryClient): () => void {
  let stopped = false;
  const busy = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wait = FIRST_PAUSE_MS;

  const attempt = async (one: Outgoing): Promise<void> => {
    busy.add(one.key);
    let goOn = true;
    try {
      await (one.run === undefined ? submitOne(one, client) : runOne(one));
      wait = FIRST_PAUSE_MS;
    } catch (error) {
      if (currentSession() === null) return; // sent when its user is back
      if (error instanceof ApiError && !error.passing) {
        update(one.key, { state: "refused", why: describe(error) });
        return;
      }
      // What the server did not refuse waits, whatever went wrong.
      const unreached = error instanceof ApiError && error.unreachable;
      const asked = error instanceof ApiError ? (error.retryAfterSeconds ?? 0) * 1000 : 0;
      if (unreached) connectionLost();
      goOn = false;
      const pause = Math.max(wait, asked);
      wait = Math.min(wait * 2, PAUSE_MAX_MS);
      // All that wait behind it wait as long.
      for (const { key } of queueOf(one)) update(key, { retryAt: Date.now() + pause, ...(unreached ? {} : { why: describe(error) }) });
      look(pause);
    } finally {
      busy.delete(one.key);
      const next = goOn && !stopped ? queueOf(one)[0] : undefined;
      if (next !== undefined && next.key !== one.key && !busy.has(next.key)) void attempt(next);
    }
  };
  const sendAll = (): void => {
    clearTimeout(timer);
    if (stopped || currentSession() === null) return;
    for (const one of outgoing()) {
      if (!isWaiting(one)) {
        if (tooOld(one)) remove(one.key);
      } else if (tooOld(one)) {
        update(one.key, { state: "refused", why: { title: text.problem.notSent, detail: text.problem.waitedTooLong } });
      } else if (queueOf(one)[0]?.key === one.key && !busy.has(one.key)) {
        void attempt(one);
      }
    }
  };
  const look = (after: number): void => {
    clearTimeout(timer);
    timer = setTimeout(sendAll, after);
  };

  const ends = [onArrival(sendAll), onSession(sendAll), onConnection(sendAll)];
  window.addEventListener("online", sendAll);
  sendAll();
  return () => {
    stopped = true;
    clearTimeout(timer);
    window.removeEventListener("online", sendAll);
    for (const end of ends) end();
  };
}
