// Brings drafts to the server whose pages are not open: what was typed without a connection, before somebody left the page.

import { onConnection } from "./connection";
import { DraftSync } from "./draft_sync";
import * as drafts from "./drafts";
import { beforeLeaving } from "./leaving";
import { currentSession, onSession } from "./session";

const LOOK_AGAIN_MS = 30_000;

let open: { problemId: string; language: string } | null = null;

/** The draft that is in the editor, until what this returns is called. */
export function openDraft(problemId: string, language: string): () => void {
  const mine = { problemId, language };
  open = mine;
  return () => {
    if (open === mine) open = null;
  };
}

/** Its page sends it, and asks where somebody else wrote, too; while the page loads, it may be any language of the problem. */
const isOpen = (problemId: string, language: string): boolean =>
  open === null ? window.location.pathname.endsWith(`/problems/${problemId}`) : open.problemId === problemId && open.language === language;

/** Sends until what it returns is called: when somebody signs in, when the connection is back, and from time to time. */
export function sendUnsentDrafts(): () => void {
  let stopped = false;
  let busy = false;
  // Texts that the server does not take as they are: their pages say why.
  const left = new Map<string, string>();

  /** Whether it is worth going on: the server could be reached. */
  const sendOne = async (owner: string, problemId: string, language: string): Promise<boolean> => {
    const draft = drafts.loadDraft(owner, problemId, language);
    const name = `${owner}.${problemId}.${language}`;
    if (draft === null || left.get(name) === draft.code || isOpen(problemId, language)) return true;
    const leave = () => void left.set(name, draft.code);
    const sync = new DraftSync(problemId, language, draft.base, {
      saved: (code, version) => drafts.draftSaved(owner, problemId, language, code, version),
      moved: leave,
      refused: leave,
      aside: () => drafts.asides(owner, problemId, language)[0],
      asideKept: (code) => drafts.dropAside(owner, problemId, language, code),
    });
    sync.change(draft.code, true);
    await sync.attempt();
    return !sync.isBehind || left.has(name);
  };
  const look = async (): Promise<void> => {
    const owner = currentSession()?.userId;
    if (stopped || busy || owner === undefined) return;
    busy = true;
    try {
      for (const { problemId, language } of drafts.unsavedPrograms(owner)) {
        if (currentSession()?.userId !== owner || !(await sendOne(owner, problemId, language))) break;
      }
    } finally {
      busy = false;
    }
  };
  const lookNow = () => void look();

  const ends = [onSession(lookNow), onConnection(lookNow), beforeLeaving(look)];
  window.addEventListener("online", lookNow);
  const timer = setInterval(lookNow, LOOK_AGAIN_MS);
  lookNow();
  return () => {
    stopped = true;
    clearInterval(timer);
    window.removeEventListener("online", lookNow);
    for (const end of ends) end();
  };
}
