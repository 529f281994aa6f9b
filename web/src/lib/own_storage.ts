// The browser's storage for the signed-in user: drafts and programs that wait to be sent.
//
// Each name carries the user's id. On a shared computer it is kept with the token, in `sessionStorage`, which ends with the
// tab. Signing out erases all of the user's, here and in the other tabs of that session. A session that merely expired erases
// nothing: its user signs in again and goes on, and what they kept goes along to where the new session keeps it.
//
// Where the storage is forbidden or full, what does not fit lasts as long as the page, and the page says so.

import { notifications } from "@mantine/notifications";

import { currentSession, isShared, lastingUser, onSession, sessionEnding } from "./session";
import { text } from "./text";

const PREFIX = "autograder.of.";
const NOT_KEPT = "not-kept";

// Newer than what lies in the storage by the same name.
const inMemory = new Map<string, string>();

const nameOf = (owner: string, name: string) => `${PREFIX}${owner}.${name}`;
const tabOnly = () => window.sessionStorage;
const lasting = () => window.localStorage;

function attempt<T>(action: () => T): T | null {
  try {
    return action();
  } catch {
    return null;
  }
}

// A tab whose session expired may still write down what was typed last; one that was signed out may not.
let lastOwner = currentSession()?.userId ?? null;
let lastShared = isShared();
/** This session's own one first. */
const storages = () => (lastShared ? [tabOnly, lasting] : [lasting, tabOnly]);
function mayWrite(owner: string): boolean {
  const session = currentSession();
  return session === null ? sessionEnding() === "expired" && lastOwner === owner : session.userId === owner;
}

export function readOwn(owner: string, name: string): string | null {
  const full = nameOf(owner, name);
  const unstored = inMemory.get(full);
  if (unstored !== undefined) return unstored;
  const stored = storages().map((storage) => attempt(() => storage().getItem(full)));
  return stored.find((value) => value !== null) ?? null;
}

const put = (storage: () => Storage, full: string, value: string): boolean =>
  attempt(() => {
    storage().setItem(full, value);
    return true;
  }) ?? false;

function remember(full: string, value: string): void {
  const first = inMemory.size === 0;
  inMemory.set(full, value);
  if (first) notifications.show({ id: NOT_KEPT, color: "yellow", autoClose: false, message: text.shell.notKept });
}
function forget(full: string): void {
  if (inMemory.delete(full) && inMemory.size === 0) notifications.hide(NOT_KEPT);
}

/** Whether it lasts over a reload of the page. */
export function writeOwn(owner: string, name: string, value: string): boolean {
  if (!mayWrite(owner)) return false;
  const full = nameOf(owner, name);
  const stored = put(lastShared ? tabOnly : lasting, full, value);
  if (stored) forget(full);
  else remember(full, value);
  return stored;
}

export function removeOwn(owner: string, name: string): void {
  const full = nameOf(owner, name);
  for (const storage of storages()) attempt(() => storage().removeItem(full));
  forget(full);
}

const keysOf = (storage: () => Storage, start: string): string[] => attempt(() => Object.keys(storage()).filter((key) => key.startsWith(start))) ?? [];

/** The names that begin so, in no order. */
export function ownNames(owner: string, prefix: string): string[] {
  const start = nameOf(owner, prefix);
  const found = new Set(storages().flatMap((storage) => keysOf(storage, start)));
  for (const key of inMemory.keys()) if (key.startsWith(start)) found.add(key);
  return [...found].map((key) => key.slice(nameOf(owner, "").length));
}

/** Calls the listener with the name of what another tab wrote or removed of this owner's, until what it returns is called. */
export function onOtherTab(owner: () => string | null, listener: (name: string) => void): () => void {
  const hear = (event: StorageEvent) => {
    const of = owner();
    const start = of === null ? null : nameOf(of, "");
    if (start !== null && event.key?.startsWith(start) === true) listener(event.key.slice(start.length));
  };
  window.addEventListener("storage", hear);
  return () => window.removeEventListener("storage", hear);
}

/**
 * Moves what the session before kept to where this one keeps it. What this tab alone has is the newer one. Where the same person
 * is signed in for all other tabs, too, nothing is taken from those.
 */
function gather(owner: string): void {
  if (lastShared && lastingUser() === owner) return;
  const [from, to] = lastShared ? [lasting, tabOnly] : [tabOnly, lasting];
  for (const full of keysOf(from, nameOf(owner, ""))) {
    const value = attempt(() => from().getItem(full));
    const there = lastShared && attempt(() => to().getItem(full)) !== null;
    if (value !== null && (there || put(to, full, value))) attempt(() => from().removeItem(full));
  }
}

function erase(owner: string): void {
  // The same person may be signed in for all other tabs, too: what those keep is theirs.
  const places = lastShared && lastingUser() === owner ? [tabOnly] : storages();
  const start = nameOf(owner, "");
  for (const place of places) for (const full of keysOf(place, start)) attempt(() => place().removeItem(full));
  for (const full of [...inMemory.keys()]) if (full.startsWith(start)) forget(full);
}

onSession(() => {
  const session = currentSession();
  if (session !== null) {
    const wasShared = lastShared;
    lastOwner = session.userId;
    lastShared = isShared();
    if (!(wasShared && lastShared)) gather(lastOwner);
  } else if (sessionEnding() === "left" && lastOwner !== null) {
    erase(lastOwner);
    lastOwner = null;
  }
});
