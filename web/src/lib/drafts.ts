// What somebody typed and has not submitted, kept by this browser: a draft a user, problem and language. The server keeps
// it too (lib/draft_sync.ts); this copy is there at once, and without a connection.

import { onOtherTab, ownNames, readOwn, removeOwn, writeOwn } from "./own_storage";

const DRAFT = "draft.";
const LANGUAGE = "language";
const DRAFTS_MAX = 200;

export interface LocalDraft {
  code: string;
  /** Milliseconds since 1970. */
  at: number;
  /** The server's version that this was written upon; 0: none. */
  base: number;
  /** The server has it. */
  saved: boolean;
}

const nameOf = (problemId: string, language: string) => `${DRAFT}${problemId}.${language}`;

function parse(text: string | null): LocalDraft | null {
  try {
    const value = JSON.parse(text ?? "null") as unknown;
    if (typeof value !== "object" || value === null) return null;
    const { code, at, base, saved } = value as Record<string, unknown>;
    if (typeof code !== "string" || typeof at !== "number" || typeof base !== "number") return null;
    return { code, at, base, saved: saved === true };
  } catch {
    return null;
  }
}

export const loadDraft = (owner: string, problemId: string, language: string): LocalDraft | null =>
  parse(readOwn(owner, nameOf(problemId, language)));

/** The oldest make room. */
export function saveDraft(owner: string, problemId: string, language: string, draft: LocalDraft): void {
  writeOwn(owner, nameOf(problemId, language), JSON.stringify(draft));
  const names = ownNames(owner, DRAFT);
  if (names.length <= DRAFTS_MAX) return;
  const byAge = names.map((name) => ({ name, at: parse(readOwn(owner, name))?.at ?? 0 })).sort((a, b) => a.at - b.at);
  for (const { name } of byAge.slice(0, names.length - DRAFTS_MAX)) removeOwn(owner, name);
}

/** Calls the listener with each draft of a problem that another tab saves, until what it returns is called. */
export function onOtherTabsDraft(owner: string, problemId: string, listener: (language: string, draft: LocalDraft) => void): () => void {
  const start = nameOf(problemId, "");
  return onOtherTab(owner, (name) => {
    if (!name.startsWith(start)) return;
    const draft = parse(readOwn(owner, name));
    if (draft !== null) listener(name.slice(start.length), draft);
  });
}

/** The language last used for a problem. */
export const lastLanguageFor = (owner: string, problemId: string): string | null => readOwn(owner, `${LANGUAGE}.${problemId}`);
/** The language last used at all. */
export const lastLanguage = (owner: string): string | null => readOwn(owner, LANGUAGE);

export function rememberLanguage(owner: string, problemId: string, language: string): void {
  writeOwn(owner, `${LANGUAGE}.${problemId}`, language);
  writeOwn(owner, LANGUAGE, language);
}

/** Drafts of earlier versions of this application named no user: nobody can say whose they are. */
export function dropNamelessDrafts(): void {
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith("autograder.draft.") || key.startsWith("autograder.language")) localStorage.removeItem(key);
    }
  } catch {
    // Storage is forbidden: there are none.
  }
}
