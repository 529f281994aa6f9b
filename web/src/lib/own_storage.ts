// The browser's storage for the signed-in user: drafts and programs that wait to be sent.
//
// Each name carries the user's id. On a shared computer it is kept with the token, in `sessionStorage`, which ends with the
// tab. Signing out erases all of the user's, here and in other tabs. A session that merely expired erases nothing: its user
// signs in again and goes on.

import { currentSession, isShared, onSession, sessionEnding } from "./session";

const PREFIX = "autograder.of.";

// Storage may be forbidden or full: then it lasts as long as the page.
const inMemory = new Map<string, string>();

const nameOf = (owner: string, name: string) => `${PREFIX}${owner}.${name}`;
const storages = () => [() => window.sessionStorage, () => window.localStorage];

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
function mayWrite(owner: string): boolean {
  const session = currentSession();
  return session === null ? sessionEnding() === "expired" && lastOwner === owner : session.userId === owner;
}

export function readOwn(owner: string, name: string): string | null {
  const full = nameOf(owner, name);
  const stored = storages().map((storage) => attempt(() => storage().getItem(full)));
  return stored.find((value) => value !== null) ?? inMemory.get(full) ?? null;
}

export function writeOwn(owner: string, name: string, value: string): void {
  if (!mayWrite(owner)) return;
  const full = nameOf(owner, name);
  const storage = lastShared ? () => window.sessionStorage : () => window.localStorage;
  const kept = attempt(() => {
    storage().setItem(full, value);
    return true;
  });
  if (kept === null) inMemory.set(full, value);
  else inMemory.delete(full);
}

export function removeOwn(owner: string, name: string): void {
  const full = nameOf(owner, name);
  for (const storage of storages()) attempt(() => storage().removeItem(full));
  inMemory.delete(full);
}

/** The names that begin so, in no order. */
export function ownNames(owner: string, prefix: string): string[] {
  const start = nameOf(owner, prefix);
  const found = new Set<string>();
  for (const storage of storages()) {
    attempt(() => {
      for (const key of Object.keys(storage())) if (key.startsWith(start)) found.add(key);
    });
  }
  for (const key of inMemory.keys()) if (key.startsWith(start)) found.add(key);
  return [...found].map((key) => key.slice(nameOf(owner, "").length));
}

/** Calls the listener with the name of what another tab wrote or removed, until what it returns is called. */
export function onOtherTab(owner: string, listener: (name: string) => void): () => void {
  const start = nameOf(owner, "");
  const hear = (event: StorageEvent) => {
    if (event.key?.startsWith(start) === true && event.newValue !== null) listener(event.key.slice(start.length));
  };
  window.addEventListener("storage", hear);
  return () => window.removeEventListener("storage", hear);
}

onSession(() => {
  const session = currentSession();
  if (session !== null) {
    lastOwner = session.userId;
    lastShared = isShared();
  } else if (sessionEnding() === "left" && lastOwner !== null) {
    for (const name of ownNames(lastOwner, "")) removeOwn(lastOwner, name);
    lastOwner = null;
  }
});
