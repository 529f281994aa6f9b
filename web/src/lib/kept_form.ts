// Keeps the text of a form when a session ends by its age or by somebody else: it is there again when its user has signed in.
//
// The fields that were typed into are kept, each with what it began with. Where somebody else changed one of them meanwhile,
// nothing is put back and nothing is deleted until the user has chosen.

import { notifications } from "@mantine/notifications";
import { useEffect, useRef, useState } from "react";

import { ownNames, readOwn, removeOwn, writeOwn } from "./own_storage";
import { currentSession, onSession, sessionEnding } from "./session";
import { text } from "./text";

const PREFIX = "form.";

interface Kept<T> {
  mine: Partial<T>;
  base: Partial<T>;
}

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
const keysOf = <T extends object>(of: T) => Object.keys(of) as (keyof T)[];
const pick = <T extends object>(from: T, keys: (keyof T)[]): Partial<T> => Object.fromEntries(keys.map((key) => [key, from[key]])) as Partial<T>;

function read<T>(owner: string, form: string): Kept<T> | null {
  try {
    const { mine, base } = JSON.parse(readOwn(owner, PREFIX + form) ?? "{}") as Partial<Kept<T>>;
    return typeof mine === "object" && typeof base === "object" ? { mine, base } : null;
  } catch {
    return null;
  }
}

/** The ends of the names of the forms that are kept and begin so. */
export function keptForms(prefix: string): string[] {
  const owner = currentSession()?.userId;
  return owner === undefined ? [] : ownNames(owner, PREFIX + prefix).map((name) => name.slice((PREFIX + prefix).length));
}

/** The text typed into a form, for one that begins with it. */
export function keptFields<T>(form: string): Partial<T> {
  const owner = currentSession()?.userId;
  return (owner === undefined ? null : read<T>(owner, form))?.mine ?? {};
}

const keepers = new Set<() => void>();

/** Keeps what is typed in all open forms: they are about to begin again with what the server has. */
export function keepForms(): void {
  for (const keep of keepers) keep();
}

/** The typed text meets a version that somebody else saved. */
export interface KeptConflict {
  takeMine: () => void;
  takeTheirs: () => void;
}

/** `initial`: what the form begins with; `now`: what is in it. */
export function useKeptForm<T extends object>(form: string, initial: () => T, now: () => T, putBack: (mine: Partial<T>) => void): KeptConflict | null {
  const [open, setOpen] = useState<Kept<T> | null>(null);
  const latest = useRef({ initial, now, open });
  useEffect(() => {
    latest.current = { initial, now, open };
  });
  const end = (mine: Partial<T> | null) => {
    const owner = currentSession()?.userId;
    if (owner !== undefined) removeOwn(owner, PREFIX + form);
    setOpen(null);
    if (mine === null) return;
    putBack(mine);
    notifications.show({ id: "put-back", message: text.teaching.putBack });
  };
  useEffect(() => {
    const owner = currentSession()?.userId;
    if (owner === undefined) return;
    const kept = read<T>(owner, form);
    if (kept !== null && same(kept.base, pick(latest.current.initial(), keysOf(kept.base)))) end(kept.mine);
    else setOpen(kept);
    const keep = () => {
      const { initial: began, now: typed, open: unchosen } = latest.current;
      const keys = keysOf(typed()).filter((key) => !same(typed()[key], began()[key]));
      if (keys.length === 0) return;
      const all = { mine: { ...unchosen?.mine, ...pick(typed(), keys) }, base: { ...unchosen?.base, ...pick(began(), keys) } };
      writeOwn(owner, PREFIX + form, JSON.stringify(all));
    };
    keepers.add(keep);
    const stop = onSession(() => currentSession() === null && sessionEnding() === "expired" && keep());
    return () => {
      keepers.delete(keep);
      stop();
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once a form
  }, [form]);
  return open === null ? null : { takeMine: () => end(open.mine), takeTheirs: () => end(null) };
}
