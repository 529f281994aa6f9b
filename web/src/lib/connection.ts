// Whether the server answers. Calls and streams report what they meet; the shell shows it and looks until it is back.

import { useSyncExternalStore } from "react";

let lost = false;
const listeners = new Set<() => void>();

function become(next: boolean): void {
  if (lost === next) return;
  lost = next;
  for (const listener of listeners) listener();
}

export const isConnectionLost = () => lost;
export const connectionLost = () => become(true);
export const connectionBack = () => become(false);

/** Calls the listener after each change, until what it returns is called. */
export function onConnection(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useConnectionLost(): boolean {
  return useSyncExternalStore(onConnection, () => lost);
}

/** Aborts after so many milliseconds, or with the other signal; `kept` says that what was waited for came. */
export function patience(milliseconds: number, other?: AbortSignal): { signal: AbortSignal; kept: () => void } {
  const control = new AbortController();
  const timer = setTimeout(() => control.abort(new DOMException("nothing came in time", "TimeoutError")), milliseconds);
  const stop = () => {
    clearTimeout(timer);
    control.abort(other?.reason);
  };
  if (other?.aborted === true) stop();
  other?.addEventListener("abort", stop);
  return { signal: control.signal, kept: () => clearTimeout(timer) };
}

const LOOK_MAX_MS = 5_000;

/** Whether the server itself answers: the sign-in page of a network says 200 to whatever is asked. */
export async function serverAnswers(): Promise<boolean> {
  const { signal, kept } = patience(LOOK_MAX_MS);
  try {
    const response = await fetch("/version", { signal, cache: "no-store" });
    return response.ok && typeof (await response.json()) === "object";
  } catch {
    return false;
  } finally {
    kept();
  }
}

/** Resolves after so many milliseconds, earlier when the browser comes online or the signal aborts. */
export function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      window.removeEventListener("online", done);
      signal?.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    window.addEventListener("online", done);
    signal?.addEventListener("abort", done);
  });
}
