// The signed-in user. The token lives in the browser's storage; docs/decisions/0014-where-the-token-lives.md says why.
//
// `localStorage` is shared by all tabs; on a shared computer the user may choose `sessionStorage`, which ends with the tab.

import { useSyncExternalStore } from "react";

const KEY = "autograder.token";
/** In the token's place: other tabs learn that it ended by itself, and keep what is typed in them. */
const EXPIRED = "expired";

export interface Session {
  token: string;
  userId: string;
  role: "student" | "admin";
}

/** How the last session of this tab ended: nobody was signed in, the user left, or the server no longer took the token. */
export type Ending = "none" | "left" | "expired";

interface State {
  session: Session | null;
  ending: Ending;
}

/**
 * Reads a token's payload. Nothing is trusted for it: the server decides, this only chooses what to show. Its age is the
 * server's to judge, too: the clock of a computer in a classroom may be a day wrong.
 */
export function readToken(token: string): Session | null {
  try {
    const part = token.split(".")[1] ?? "";
    const bytes = Uint8Array.from(atob(part.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
    const claims = JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
    if (typeof claims.id !== "string" || typeof claims.exp !== "number") return null;
    return { token, userId: claims.id, role: claims.role === "admin" ? "admin" : "student" };
  } catch {
    return null;
  }
}

// Storage may be forbidden (private windows of some browsers): then the session lives as long as the page.
function read(storage: () => Storage): string | null {
  try {
    return storage().getItem(KEY);
  } catch {
    return null;
  }
}
function write(storage: () => Storage, token: string | null): void {
  try {
    if (token === null) storage().removeItem(KEY);
    else storage().setItem(KEY, token);
  } catch {
    // See above.
  }
}
const lasting = () => window.localStorage;
const tabOnly = () => window.sessionStorage;

function stored(): State {
  const token = read(tabOnly) ?? read(lasting);
  if (token === EXPIRED) return { session: null, ending: "expired" };
  return { session: token === null ? null : readToken(token), ending: "none" };
}

let state = stored();
const listeners = new Set<() => void>();

function become(next: State): void {
  state = next;
  for (const listener of listeners) listener();
}

export function currentSession(): Session | null {
  return state.session;
}
export function sessionEnding(): Ending {
  return state.ending;
}

/** Signed in for this tab alone, as on a shared computer; also when that session has expired. */
export function isShared(): boolean {
  return read(tabOnly) !== null;
}

/** Whose session all other tabs share. */
export function lastingUser(): string | null {
  return readToken(read(lasting) ?? "")?.userId ?? null;
}

/** Signs in with a token of the server. `remember` false: until this tab closes, and other tabs do not learn of it. */
export function beginSession(token: string, remember: boolean): void {
  if (remember) write(lasting, token);
  write(tabOnly, remember ? null : token);
  become({ session: readToken(token), ending: "none" });
}

export function endSession(ending: Ending): void {
  const { session } = state;
  if (session === null) return;
  // What lies there by now may be another session: somebody else's, in another tab.
  const place = isShared() ? tabOnly : lasting;
  if (read(place) === session.token) write(place, ending === "expired" ? EXPIRED : null);
  become({ session: null, ending });
  copies?.postMessage({ ended: session.token, ending });
}

/** The server refused this token; a newer one that another call got meanwhile stays. */
export function refuseToken(token: string): void {
  if (state.session?.token === token) endSession("expired");
}

/** Calls the listener after each change, until what it returns is called. */
export function onSession(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The session, for components; it also follows what other tabs do. */
export function useSession(): Session | null {
  return useSyncExternalStore(onSession, currentSession);
}

/** Takes up what was stored meanwhile, by another tab or by a later page of this one. */
function follow(): void {
  const next = stored();
  if (next.session?.token === state.session?.token && next.ending === "none") return;
  become(next.session === null && next.ending === "none" && state.session !== null ? { session: null, ending: "left" } : next);
}

window.addEventListener("storage", (event) => {
  if (event.key === KEY && read(tabOnly) === null) follow();
});
// A page that Back brings out of the browser's memory has slept: somebody may have signed out since.
window.addEventListener("pageshow", follow);

// A tab that was duplicated has the token of the first one in a storage of its own.
const copies = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("autograder.session");
copies?.addEventListener("message", ({ data }: MessageEvent<{ ended?: unknown; ending?: unknown } | null>) => {
  if (state.session === null || data?.ended !== state.session.token) return;
  if (data.ending === "left" || data.ending === "expired") endSession(data.ending);
});
