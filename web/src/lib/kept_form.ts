// Keeps the text of a form when a session ends by its age or by somebody else: it is there again when its user has signed in.
// Likewise over a change of the page's language, for which the page is loaded again.
//
// The fields that were typed into are kept, each with what it began with. Where somebody else changed one of them meanwhile,
// nothing is put back and nothing is deleted until the user has chosen.
//
// Each tab keeps its own, for two may have the same form open. A form that finds nothing of its own tab takes what another
// tab kept, which may be closed by now.

import { notifications } from "@mantine/notifications";
import { useEffect, useRef, useState } from "react";

import { beforeSwitch } from "./carried";
import { ownNames, readOwn, removeOwn, writeOwn } from "./own_storage";
import { newKey } from "./random";
import { currentSession, onSession, sessionEnding } from "./session";
import { text } from "./text";

const PREFIX = "form.";
const TAB = "autograder.tab";

/** Stays over a reload, and over signing in again. */
function tabKey(): string {
  const key = newKey();
  try {
    const known = window.sessionStorage.getItem(TAB);
    if (known === null) window.sessionStorage.setItem(TAB, key);
    return known ?? key;
  } catch {
    return key;
  }
}

const OF_THIS_TAB = `@${tabKey()}`;
const nameOf = (form: string) => PREFIX + form + OF_THIS_TAB;
const formOf = (name: string) => name.slice(PREFIX.length).replace(/@[^@]*$/, "");

/** The names under which forms are kept that begin so, those of this tab first. */
function namesOf(owner: string, prefix: string): string[] {
  const names = ownNames(owner, PREFIX + prefix).sort();
  const isMine = (name: string) => name.endsWith(OF_THIS_TAB);
  return [...names.filter(isMine), ...names.filter((name) => !isMine(name))];
}

interface Kept<T> {
  mine: Partial<T>;
  base: Partial<T>;
}

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
const keysOf = <T extends object>(of: T) => Object.keys(of) as (keyof T)[];
const pick = <T extends object>(from: T, keys: (keyof T)[]): Partial<T> => Object.fromEntries(keys.map((key) => [key, from[key]])) as Partial<T>;

function read<T>(owner: string, form: string): (Kept<T> & { name: string }) | null {
  const name = namesOf(owner, form).find((one) => formOf(one) === form);
  try {
    const { mine, base } = JSON.parse((name === undefined ? null : readOwn(owner, name)) ?? "{}") as Partial<Kept<T>>;
    return name !== undefined && typeof mine === "object" && typeof base === "object" ? { name, mine, base } : null;
  } catch {
    return null;
  }
}

/** From now on it is this tab's. */
function take<T>(owner: string, form: string): Kept<T> | null {
  const found = read<T>(owner, form);
  if (found === null) return null;
  const { name, mine, base } = found;
  if (name !== nameOf(form)) {
    writeOwn(owner, nameOf(form), JSON.stringify({ mine, base }));
    removeOwn(owner, name);
  }
  return { mine, base };
}

/** The ends of the names of the forms that are kept and begin so. */
export function keptForms(prefix: string): string[] {
  const owner = currentSession()?.userId;
  return owner === undefined ? [] : namesOf(owner, prefix).map((name) => formOf(name).slice(prefix.length));
}

/** The text typed into a form, for one that begins with it. */
export function keptFields<T>(form: string): Partial<T> {
  const owner = currentSession()?.userId;
  return (owner === undefined ? null : read<T>(owner, form))?.mine ?? {};
}

const keepers = new Set<() => boolean>();

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
    if (owner !== undefined) removeOwn(owner, nameOf(form));
    setOpen(null);
    if (mine === null) return;
    putBack(mine);
    notifications.show({ id: "put-back", message: text.teaching.putBack });
  };
  useEffect(() => {
    const owner = currentSession()?.userId;
    if (owner === undefined) return;
    const kept = take<T>(owner, form);
    const beganWith = (keys: (keyof T)[]) => pick(latest.current.initial(), keys);
    // Saved after all, by a press whose answer was lost.
    if (kept !== null && same(kept.mine, beganWith(keysOf(kept.mine)))) end(null);
    else if (kept !== null && same(kept.base, beganWith(keysOf(kept.base)))) end(kept.mine);
    else setOpen(kept);
    const keep = () => {
      const { initial: began, now: typed, open: unchosen } = latest.current;
      const keys = keysOf(typed()).filter((key) => !same(typed()[key], began()[key]));
      if (keys.length === 0) return true;
      const all = { mine: { ...unchosen?.mine, ...pick(typed(), keys) }, base: { ...unchosen?.base, ...pick(began(), keys) } };
      return writeOwn(owner, nameOf(form), JSON.stringify(all));
    };
    keepers.add(keep);
    const stopSwitch = beforeSwitch(keep);
    const stop = onSession(() => currentSession() === null && sessionEnding() === "expired" && keep());
    return () => {
      keepers.delete(keep);
      stopSwitch();
      stop();
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once a form
  }, [form]);
  return open === null ? null : { takeMine: () => end(open.mine), takeTheirs: () => end(null) };
}
