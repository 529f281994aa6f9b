// Unsubmitted text, kept by this browser: one draft for each user, problem and language. The server keeps
// it too (lib/draft_sync.ts); this copy is there at once, and without a connection.

import { onOtherTab, ownNames, readOwn, removeOwn, writeOwn } from "./own_storage";

const DRAFT = "draft.";
const LANGUAGE = "language";
const ASIDE = "aside.";
const SEEN = "seen.";
const DRAFTS_MAX = 200;
const ASIDE_MAX = 10;
const VERSIONS_MAX = 10;

export interface LocalDraft {
  code: string;
  /** Milliseconds since 1970. */
  at: number;
  /** The server's version that this was written upon; 0: none. */
  base: number;
  /** The server has it. */
  saved: boolean;
  /** The last versions at the server that came from this browser: a newer one of them is another tab's. */
  versions?: number[];
}

const nameOf = (problemId: string, language: string) => `${DRAFT}${problemId}.${language}`;

function parse(text: string | null): LocalDraft | null {
  try {
    const value = JSON.parse(text ?? "null") as unknown;
    if (typeof value !== "object" || value === null) return null;
    const { code, at, base, saved, versions } = value as Record<string, unknown>;
    if (typeof code !== "string" || typeof at !== "number" || typeof base !== "number") return null;
    return { code, at, base, saved: saved === true, ...(Array.isArray(versions) ? { versions: versions.map(Number) } : {}) };
  } catch {
    return null;
  }
}

// The text that this page wrote or took up last, by name. Another text in its place is from another tab.
const seen = new Map<string, string>();
const seenName = (owner: string, name: string) => `${owner}.${name}`;

export const loadDraft = (owner: string, problemId: string, language: string): LocalDraft | null =>
  parse(readOwn(owner, nameOf(problemId, language)));

/** As `loadDraft`, by a page that goes on with this text. */
export function takeUpDraft(owner: string, problemId: string, language: string): LocalDraft | null {
  const draft = loadDraft(owner, problemId, language);
  if (draft !== null) seen.set(seenName(owner, nameOf(problemId, language)), draft.code);
  return draft;
}

/**
 * The oldest make room. A text of another tab that the server does not have is put aside first; then this returns true.
 * What is known of the versions of this browser stays.
 */
export function saveDraft(owner: string, problemId: string, language: string, draft: LocalDraft): boolean {
  const name = nameOf(problemId, language);
  const before = parse(readOwn(owner, name));
  const foreign = before !== null && !before.saved && before.code !== draft.code && before.code !== seen.get(seenName(owner, name));
  if (foreign) putAside(owner, problemId, language, before.code);
  const versions = draft.versions ?? before?.versions;
  writeOwn(owner, name, JSON.stringify({ ...draft, ...(versions ? { versions } : {}) }));
  seen.set(seenName(owner, name), draft.code);
  const names = ownNames(owner, DRAFT);
  if (names.length <= DRAFTS_MAX) return foreign;
  const byAge = names.map((one) => ({ name: one, at: parse(readOwn(owner, one))?.at ?? 0 })).sort((a, b) => a.at - b.at);
  for (const one of byAge.slice(0, names.length - DRAFTS_MAX)) removeOwn(owner, one.name);
  return foreign;
}

/** The server has a version that came from this browser. */
export function rememberVersion(owner: string, problemId: string, language: string, version: number): void {
  const draft = loadDraft(owner, problemId, language);
  if (draft === null) return;
  const versions = [...(draft.versions ?? []).filter((one) => one !== version), version].slice(-VERSIONS_MAX);
  writeOwn(owner, nameOf(problemId, language), JSON.stringify({ ...draft, versions }));
}

/** Texts of a problem and language that the server is still to get as versions, the oldest first. */
export function asides(owner: string, problemId: string, language: string): string[] {
  try {
    const value = JSON.parse(readOwn(owner, `${ASIDE}${problemId}.${language}`) ?? "[]") as unknown;
    return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
  } catch {
    return [];
  }
}

function writeAsides(owner: string, problemId: string, language: string, codes: string[]): void {
  const name = `${ASIDE}${problemId}.${language}`;
  if (codes.length === 0) removeOwn(owner, name);
  else writeOwn(owner, name, JSON.stringify(codes.slice(-ASIDE_MAX)));
}

export function putAside(owner: string, problemId: string, language: string, code: string): void {
  writeAsides(owner, problemId, language, [...asides(owner, problemId, language).filter((one) => one !== code), code]);
}

export function dropAside(owner: string, problemId: string, language: string, code: string): void {
  writeAsides(owner, problemId, language, asides(owner, problemId, language).filter((one) => one !== code));
}

/** The programs of which this browser keeps a text that the server lacks, of whatever page and tab. */
export function unsavedPrograms(owner: string): { problemId: string; language: string }[] {
  const unsaved = ownNames(owner, DRAFT).filter((name) => parse(readOwn(owner, name))?.saved === false);
  const names = [...unsaved.map((name) => name.slice(DRAFT.length)), ...ownNames(owner, ASIDE).map((name) => name.slice(ASIDE.length))];
  return [...new Set(names)].map((name) => ({ problemId: name.slice(0, name.indexOf(".")), language: name.slice(name.indexOf(".") + 1) }));
}

export const anyUnsaved = (owner: string): boolean => unsavedPrograms(owner).length > 0;

/** The server has this text; a newer one of this browser stays unsaved. */
export function draftSaved(owner: string, problemId: string, language: string, code: string, version: number): void {
  const local = loadDraft(owner, problemId, language);
  if (local?.code === code) saveDraft(owner, problemId, language, { ...local, base: version, saved: true });
  rememberVersion(owner, problemId, language, version);
}

/** Calls the listener with each draft of a problem that another tab saves, until what it returns is called. */
export function onOtherTabsDraft(owner: string, problemId: string, listener: (language: string, draft: LocalDraft) => void): () => void {
  const start = nameOf(problemId, "");
  return onOtherTab(() => owner, (name) => {
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

/** The time of the server's newest draft of a problem when it was last opened here: a later one was written since. */
export const seenUntil = (owner: string, problemId: string): string => readOwn(owner, `${SEEN}${problemId}`) ?? "";
export function rememberSeen(owner: string, problemId: string, language: string, savedAt: string): void {
  writeOwn(owner, `${LANGUAGE}.${problemId}`, language);
  writeOwn(owner, `${SEEN}${problemId}`, savedAt);
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
