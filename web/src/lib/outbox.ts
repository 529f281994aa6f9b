// Programs on their way to the server: to be judged, or to run on inputs. Each is written down before it is sent, with the
// key that makes a second sending the same submission, so that neither a lost connection nor a reload loses it.

import { useSyncExternalStore } from "react";

import { onOtherTab, ownNames, readOwn, removeOwn, writeOwn } from "./own_storage";
import { newKey } from "./random";
import { currentSession, onSession } from "./session";
import type { RunResult } from "./api/resources/runs";

const PREFIX = "outbox.";
/** The server knows the key of a submission for a day; later a second sending would be a second submission. */
const SENT_WITHIN_MS = 23 * 3_600_000;
/** Submissions to one problem that wait at a time. */
export const WAITING_MAX = 5;

export interface RunInput {
  input: string;
  /** The number of the sample that it is of, and what that expects: unknown where it is too long to be sent here. */
  sample?: { number: number; expected?: string };
  result?: RunResult;
}

export type Refusal = { title: string; detail: string };

export interface Outgoing {
  key: string;
  problemId: string;
  language: string;
  code: string;
  /** Milliseconds since 1970. */
  pressedAt: number;
  /** Absent: to be judged. */
  run?: RunInput[];
  state: "waiting" | "sent" | "refused";
  sentAt?: number;
  /** When it was to be judged and is sent. */
  submissionId?: string;
  /** Why it was refused, or why it waits. */
  why?: Refusal;
  retryAt?: number;
}

export type Kind = "submit" | "run";
export const kindOf = ({ run }: Outgoing): Kind => (run === undefined ? "submit" : "run");

const listeners = new Set<() => void>();
const NONE: Outgoing[] = [];
let cached: { owner: string; list: Outgoing[] } | null = null;

function changed(): void {
  cached = null;
  for (const listener of listeners) listener();
}

const owner = (): string | null => currentSession()?.userId ?? null;

// Signing out erases what was written down. Another tab adds to it, sends it, and takes it back.
onSession(changed);
onOtherTab(owner, (name) => name.startsWith(PREFIX) && changed());

function read(of: string, name: string): Outgoing | null {
  try {
    const value = JSON.parse(readOwn(of, name) ?? "null") as Outgoing | null;
    return value !== null && typeof value.key === "string" && typeof value.code === "string" ? value : null;
  } catch {
    return null;
  }
}

/** Oldest first. */
export function outgoing(): Outgoing[] {
  const of = owner();
  if (of === null) return NONE;
  if (cached?.owner === of) return cached.list;
  const list = ownNames(of, PREFIX)
    .map((name) => read(of, name))
    .filter((one) => one !== null)
    .sort((a, b) => a.pressedAt - b.pressedAt);
  cached = { owner: of, list };
  return list;
}

export const isWaiting = (one: Outgoing): boolean => one.state === "waiting";
export const tooOld = (one: Outgoing, now = Date.now()): boolean => now - one.pressedAt > SENT_WITHIN_MS;

function put(one: Outgoing): void {
  const of = owner();
  if (of === null) return;
  writeOwn(of, PREFIX + one.key, JSON.stringify(one));
  changed();
}

/** Changes what is still there: a newer one may have taken its place meanwhile, or another tab took it back. */
export function update(key: string, some: Partial<Outgoing>): void {
  const of = owner();
  const known = of === null ? null : read(of, PREFIX + key);
  if (known !== null) put({ ...known, ...some });
}

export function remove(key: string): void {
  const of = owner();
  if (of === null) return;
  removeOwn(of, PREFIX + key);
  changed();
}

const alike = (one: Pick<Outgoing, "problemId" | "run">, other: Outgoing) => one.problemId === other.problemId && (one.run === undefined) === (other.run === undefined);

/** The key of an ordered queue: submissions to a problem reach the server in the order in which they were made. */
export const queueOf = (one: Outgoing): Outgoing[] => outgoing().filter((other) => isWaiting(other) && alike(one, other));

/**
 * A submission waits behind earlier ones to the same problem that wait; the same program again is the one that waits. A run takes
 * the place of the one before. Null: too many wait.
 */
export function enqueue(some: Pick<Outgoing, "problemId" | "language" | "code" | "run">): Outgoing | null {
  const before = outgoing().filter((other) => alike(some, other));
  const waiting = some.run === undefined ? before.filter(isWaiting) : [];
  const last = waiting.at(-1);
  const repeated = last?.language === some.language && last.code === some.code ? last : undefined;
  if (repeated === undefined && waiting.length >= WAITING_MAX) return null;
  for (const other of before) if (!waiting.includes(other)) remove(other.key);
  const one: Outgoing = repeated ?? { ...some, key: newKey(), pressedAt: Math.max(Date.now(), (last?.pressedAt ?? 0) + 1), state: "waiting" };
  if (repeated === undefined) put(one);
  for (const listener of arrivals) listener();
  return one;
}

const arrivals = new Set<() => void>();
export function onArrival(listener: () => void): () => void {
  arrivals.add(listener);
  return () => arrivals.delete(listener);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** All that is on its way, for components. */
export function useOutgoing(): Outgoing[] {
  return useSyncExternalStore(subscribe, outgoing);
}
