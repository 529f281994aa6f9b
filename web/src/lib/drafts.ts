// What somebody typed and has not sent, kept by this browser: a draft a problem and language.

const PREFIX = "autograder.draft.";
const LANGUAGE = "autograder.language";
const DRAFTS_MAX = 200;

interface Draft {
  code: string;
  at: number;
}

const key = (problemId: string, language: string) => `${PREFIX}${problemId}.${language}`;

function readDraft(name: string): Draft | null {
  try {
    const value = JSON.parse(localStorage.getItem(name) ?? "null") as unknown;
    if (typeof value !== "object" || value === null) return null;
    const { code, at } = value as Record<string, unknown>;
    return typeof code === "string" && typeof at === "number" ? { code, at } : null;
  } catch {
    return null;
  }
}

function namesByAge(): string[] {
  const names = Array.from({ length: localStorage.length }, (_, i) => localStorage.key(i) ?? "").filter((n) => n.startsWith(PREFIX));
  return names.map((name) => ({ name, at: readDraft(name)?.at ?? 0 })).sort((a, b) => a.at - b.at).map(({ name }) => name);
}

function put(name: string, value: string): void {
  const drop = (count: number) => {
    for (const old of namesByAge().slice(0, count)) localStorage.removeItem(old);
  };
  try {
    localStorage.setItem(name, value);
    drop(namesByAge().length - DRAFTS_MAX);
  } catch {
    // Full, or forbidden: the oldest drafts make room once; without storage nothing is remembered, and nothing breaks.
    try {
      drop(20);
      localStorage.setItem(name, value);
    } catch {
      return;
    }
  }
}

export const loadDraft = (problemId: string, language: string): string | null => readDraft(key(problemId, language))?.code ?? null;

export function saveDraft(problemId: string, language: string, code: string): void {
  put(key(problemId, language), JSON.stringify({ code, at: Date.now() } satisfies Draft));
}

export function dropDraft(problemId: string, language: string): void {
  try {
    localStorage.removeItem(key(problemId, language));
  } catch {
    // Nothing was kept then.
  }
}

/** The language last used for a problem, else the one last used at all. */
export function lastLanguage(problemId: string): string | null {
  try {
    return localStorage.getItem(`${LANGUAGE}.${problemId}`) ?? localStorage.getItem(LANGUAGE);
  } catch {
    return null;
  }
}

export function rememberLanguage(problemId: string, language: string): void {
  try {
    localStorage.setItem(`${LANGUAGE}.${problemId}`, language);
    localStorage.setItem(LANGUAGE, language);
  } catch {
    // See put().
  }
}
