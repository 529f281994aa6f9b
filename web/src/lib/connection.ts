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
