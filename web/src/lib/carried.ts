// Carries typed text over a change of the language, for which the page is loaded again: the parts of a page that are
// kept nowhere else say here what they hold, and forms that have a way of their own are told to keep what is in them.

import { useEffect, useRef, useState } from "react";

import { finishBeforeLeaving } from "./leaving";
import { keepLocale, type Locale } from "./locale";

const PREFIX = "autograder.carried.";

type Typed = Record<string, string>;
const holders = new Map<string, () => Typed>();

function attempt<T>(action: () => T): T | null {
  try {
    return action();
  } catch {
    return null;
  }
}

function read(name: string): Typed {
  const stored = attempt(() => JSON.parse(window.sessionStorage.getItem(PREFIX + name) ?? "{}") as unknown);
  if (typeof stored !== "object" || stored === null) return {};
  return Object.fromEntries(Object.entries(stored).filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}

/** The text typed before the page was loaded again, by this name. It is read once: then it is gone. */
export function useArrived(name: string): Typed {
  const [arrived] = useState(() => read(name));
  useEffect(() => void attempt(() => window.sessionStorage.removeItem(PREFIX + name)), [name]);
  return arrived;
}

/** Takes these along. No passwords: they stay where they were typed. */
export function useCarried(name: string, typed: Typed): void {
  const latest = useRef(typed);
  useEffect(() => {
    latest.current = typed;
  });
  useEffect(() => {
    holders.set(name, () => latest.current);
    return () => void holders.delete(name);
  }, [name]);
}

const keepers = new Set<() => boolean>();
let kept = false;

/** Called before a change of the language, until what this returns is called. `keep` says whether a reload loses nothing of it. */
export function beforeSwitch(keep: () => boolean): () => void {
  keepers.add(keep);
  return () => void keepers.delete(keep);
}

/** The page is being loaded again, and all forms are kept: nobody has to be asked. */
export const isCarried = (): boolean => kept;

/** Loads the page again, in this language. A form that could not be kept asks first. */
export async function switchLocale(chosen: Locale): Promise<void> {
  await finishBeforeLeaving();
  keepLocale(chosen);
  for (const [name, holder] of holders) attempt(() => window.sessionStorage.setItem(PREFIX + name, JSON.stringify(holder())));
  kept = [...keepers].map((keep) => keep()).every(Boolean);
  window.location.reload();
}
