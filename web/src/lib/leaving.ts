// The tasks before a sign-out: parts of a page add theirs here, while the token is still good.

import { ownNames, removeOwn, writeOwn } from "./own_storage";
import { newKey } from "./random";
import { currentSession } from "./session";

const LEAVING_MAX_MS = 3_000;
const SLOW_MS = 300;

const parts = new Set<() => Promise<unknown>>();

/** Awaited before signing out, for a moment, until what this returns is called. It fails when something is left undone. */
export function beforeLeaving(part: () => Promise<unknown>): () => void {
  parts.add(part);
  return () => parts.delete(part);
}

/** Whether all was done in time: the server may be away. `slow` is called when it takes a while. */
export function finishBeforeLeaving(slow: () => void = () => undefined): Promise<boolean> {
  const told = setTimeout(slow, SLOW_MS);
  const patience = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), LEAVING_MAX_MS));
  const all = Promise.allSettled([...parts].map((part) => part())).then((ended) => ended.every(({ status }) => status === "fulfilled"));
  return Promise.race([all, patience]).finally(() => clearTimeout(told));
}

const forms = new Set<() => boolean>();

export const isAnyFormUnsaved = (): boolean => [...forms].some((isUnsaved) => isUnsaved());

// Signing out closes the forms of all tabs: each notes for the others that one of its own is not saved.
const NOTES = "unsaved.";
const here = NOTES + newKey();
let notedFor: string | null = null;

function note(isUnsaved: boolean): void {
  const owner = isUnsaved ? (currentSession()?.userId ?? null) : null;
  if (notedFor !== null && notedFor !== owner) removeOwn(notedFor, here);
  if (owner !== null) writeOwn(owner, here, "");
  notedFor = owner;
}

/** A form that signing out would close, until what this returns is called. */
export function openForm(isUnsaved: () => boolean): () => void {
  forms.add(isUnsaved);
  note(isAnyFormUnsaved());
  return () => {
    forms.delete(isUnsaved);
    note(isAnyFormUnsaved());
  };
}

window.addEventListener("pagehide", () => note(false));
// Back from the browser's cache of pages.
window.addEventListener("pageshow", () => note(isAnyFormUnsaved()));

/** Whether another tab of this user has a form that is not saved. */
export function isFormUnsavedElsewhere(): boolean {
  const owner = currentSession()?.userId;
  return owner !== undefined && ownNames(owner, NOTES).some((name) => name !== here);
}
