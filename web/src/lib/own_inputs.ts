// The input that somebody typed for their own program, kept by this browser as a draft is: one a user and problem. Signing
// out erases it, and on a shared computer it ends with the tab.

import { ownNames, readOwn, removeOwn, writeOwn } from "./own_storage";

const PREFIX = "input.";
/** In characters: the drafts share this browser's storage. */
export const KEPT_INPUT_MAX = 65_536;
const INPUTS_MAX = 20;

interface Kept {
  input: string;
  /** Milliseconds since 1970. */
  at: number;
}

function read(owner: string, name: string): Kept | null {
  try {
    const value = JSON.parse(readOwn(owner, name) ?? "null") as Partial<Kept> | null;
    return typeof value?.input === "string" && typeof value.at === "number" ? { input: value.input, at: value.at } : null;
  } catch {
    return null;
  }
}

export const keptInput = (owner: string, problemId: string): string | null => read(owner, PREFIX + problemId)?.input ?? null;

/** One that is too long is not kept, nor is the one before it. The oldest make room. */
export function keepInput(owner: string, problemId: string, input: string, now = Date.now()): void {
  const name = PREFIX + problemId;
  if (input.length > KEPT_INPUT_MAX) {
    removeOwn(owner, name);
    return;
  }
  writeOwn(owner, name, JSON.stringify({ input, at: now }));
  const names = ownNames(owner, PREFIX);
  if (names.length <= INPUTS_MAX) return;
  const byAge = names.map((one) => ({ name: one, at: read(owner, one)?.at ?? 0 })).sort((a, b) => a.at - b.at);
  for (const one of byAge.slice(0, names.length - INPUTS_MAX)) removeOwn(owner, one.name);
}
