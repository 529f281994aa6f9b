import { useDebouncedCallback } from "@mantine/hooks";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";

import type { Draft } from "@/lib/api/resources/drafts";
import type { Language } from "@/lib/api/resources/languages";
import type { Submission } from "@/lib/api/resources/submission";
import { DraftSync } from "@/lib/draft_sync";
import { beforeLeaving } from "@/lib/leaving";
import * as drafts from "@/lib/drafts";
import { openDraft } from "@/lib/unsent_drafts";

const SAVE_PAUSE_MS = 300;
/** The language of most first programs. */
const FIRST_LANGUAGE = "python";

/** The state of the server when the page was opened. */
export interface Known {
  drafts: Draft[];
  newest: Submission | null;
}

/** The same program as somebody changed it elsewhere. */
export interface Offer {
  code: string;
  /** Milliseconds since 1970. */
  at: number;
  /** The server's version of it, or upon which it was written. */
  version: number;
  /** In another tab of this browser. */
  tab: boolean;
}

interface Start {
  code: string;
  base: number;
  unsaved: boolean;
  offer: Offer | null;
}

const offerOf = (draft: Draft, tab: boolean): Offer => ({ code: draft.code, at: new Date(draft.savedAt).getTime(), version: draft.version, tab });

/** The copy of this browser, unless the server has a newer one; then what was submitted last, then the template. */
function startOf(owner: string, problemId: string, language: string, known: Known, template: string): Start {
  const local = drafts.takeUpDraft(owner, problemId, language);
  const server = known.drafts.find((one) => one.language === language);
  if (local !== null && !local.saved) {
    const differs = server !== undefined && server.version !== local.base && server.code !== local.code;
    return { code: local.code, base: local.base, unsaved: true, offer: differs ? offerOf(server, local.versions?.includes(server.version) === true) : null };
  }
  if (server !== undefined && (local === null || server.version >= local.base)) {
    return { code: server.code, base: server.version, unsaved: false, offer: null };
  }
  if (local !== null) return { code: local.code, base: local.base, unsaved: false, offer: null };
  const submitted = known.newest?.language === language ? known.newest.code : undefined;
  return { code: submitted ?? template, base: 0, unsaved: false, offer: null };
}

const newestOf = (known: Known): Draft | undefined => [...known.drafts].sort((a, b) => b.savedAt.localeCompare(a.savedAt))[0];

/** Somebody worked on it elsewhere since it was open here, and nothing that is only here would be put out of sight. */
function goesOnElsewhere(owner: string, problemId: string, newest: Draft): boolean {
  const last = drafts.lastLanguageFor(owner, problemId);
  if (last !== null && drafts.loadDraft(owner, problemId, last)?.saved === false) return false;
  const ours = drafts.loadDraft(owner, problemId, newest.language)?.versions?.includes(newest.version) === true;
  return !ours && newest.savedAt > drafts.seenUntil(owner, problemId);
}

function firstLanguage(owner: string, problemId: string, languages: Language[], known: Known): string {
  // What was written in a language that is gone stays in sight: it can be read and copied.
  const isWritten = (id: string) => known.drafts.some((one) => one.language === id) || drafts.loadDraft(owner, problemId, id) !== null;
  const exists = (id: string | null | undefined) =>
    typeof id === "string" && (languages.some((one) => one.id === id) || isWritten(id)) ? id : undefined;
  const newest = newestOf(known);
  const elsewhere = newest !== undefined && goesOnElsewhere(owner, problemId, newest) ? newest.language : undefined;
  // The wanted one, though no worker may have it at present: a program is not turned into another language.
  const wanted = [elsewhere, drafts.lastLanguageFor(owner, problemId), newest?.language, known.newest?.language, drafts.lastLanguage(owner), FIRST_LANGUAGE];
  for (const id of wanted) {
    const found = exists(id);
    if (found) return found;
  }
  return (languages.find((one) => one.available) ?? languages[0])?.id ?? "";
}

/** The program that is being written: its language, its text, and the draft that survives a closed tab and another computer. */
export function useProgram(owner: string, problemId: string, languages: Language[], known: Known) {
  const [languageId, setLanguageId] = useState(() => firstLanguage(owner, problemId, languages, known));
  useEffect(() => {
    const newest = newestOf(known);
    if (newest !== undefined) drafts.rememberSeen(owner, problemId, languageId, newest.savedAt);
  }, [owner, problemId, languageId, known]);
  // Counts texts that did not come from typing: the editor takes them up.
  const [generation, setGeneration] = useState(0);
  const template = useCallback((id: string) => languages.find((one) => one.id === id)?.template ?? "", [languages]);
  const start = useMemo(
    () => startOf(owner, problemId, languageId, known, template(languageId)),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- a generation is a new text
    [problemId, languageId, generation],
  );
  const [offer, setOffer] = useState<Offer | null>(start.offer);
  const offered = useRef(offer);
  useEffect(() => {
    offered.current = offer;
  });
  // The text as it was when typing last paused.
  const [settled, setSettled] = useState(start.code);
  const name = `${problemId}.${languageId}.${generation}`;
  const typed = useRef<{ text: string; of: string }>({ text: "", of: "" });
  const code = () => (typed.current.of === name ? typed.current.text : start.code);
  const codeNow = useRef(code);
  useEffect(() => {
    codeNow.current = code;
  });
  /** Why the server does not keep this program. */
  const [refusal, setRefusal] = useState("");
  const base = useRef(start.base);
  const sync = useRef<DraftSync | null>(null);

  const keep = useCallback(
    (text: string, saved: boolean) => {
      const foreign = drafts.saveDraft(owner, problemId, languageId, { code: text, at: Date.now(), base: base.current, saved });
      // Another tab may have closed meanwhile: its text becomes a version below this one.
      if (foreign) sync.current?.change(text, true);
    },
    [owner, problemId, languageId],
  );
  const save = useDebouncedCallback(
    (text: string) => {
      keep(text, false);
      setSettled(text);
    },
    { delay: SAVE_PAUSE_MS, flushOnUnmount: true },
  );

  useEffect(() => {
    const sending = new DraftSync(problemId, languageId, start.base, {
      // A save may end when another language is in the editor.
      refused: (why) => sync.current === sending && setRefusal(why),
      saved: (text, version) => {
        drafts.draftSaved(owner, problemId, languageId, text, version);
        if (sync.current !== sending) return;
        base.current = version;
        setRefusal("");
      },
      moved: (newest) => {
        if (sync.current !== sending) return;
        if (newest.code === codeNow.current()) {
          sending.rebase(newest.version);
          sending.change(newest.code);
          setOffer(null);
          return;
        }
        const local = drafts.loadDraft(owner, problemId, languageId);
        const known = local?.versions?.includes(newest.version) === true || local?.code === newest.code;
        setOffer(offerOf(newest, known || (offered.current?.tab === true && offered.current.code === newest.code)));
      },
      aside: () => drafts.asides(owner, problemId, languageId)[0],
      asideKept: (text) => drafts.dropAside(owner, problemId, languageId, text),
    });
    sync.current = sending;
    const close = openDraft(problemId, languageId);
    base.current = start.base;
    setRefusal("");
    if (start.unsaved || drafts.asides(owner, problemId, languageId).length > 0) sending.change(start.code, true);
    return () => {
      save.flush();
      sending.stop();
      close();
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once a language; texts go through change()
  }, [owner, problemId, languageId]);
  useEffect(
    () =>
      beforeLeaving(async () => {
        save.flush();
        await sync.current?.settle();
        if (sync.current?.isBehind) throw new Error("the server does not have the draft");
      }),
    [save],
  );
  // A page that is loaded again or closed unmounts nothing.
  useEffect(() => {
    const flush = () => {
      save.flush();
      if (document.visibilityState === "hidden") void sync.current?.send(true);
    };
    window.addEventListener("pagehide", flush);
    document.addEventListener("visibilitychange", flush);
    return () => {
      window.removeEventListener("pagehide", flush);
      document.removeEventListener("visibilitychange", flush);
    };
  }, [save]);
  /** Both texts became the same: there is nothing to choose. */
  const agree = () => {
    if (offered.current === null) return;
    offered.current = null;
    setOffer(null);
    sync.current?.overtake(codeNow.current());
  };
  useEffect(
    () =>
      drafts.onOtherTabsDraft(owner, problemId, (language, draft) => {
        if (language !== languageId) return;
        if (draft.code === code()) agree();
        else setOffer({ code: draft.code, at: draft.at, version: draft.base, tab: true });
      }),
  );

  /** Puts another text into the editor. What was there before stays among the last versions. */
  const replace = (text: string) => {
    const before = code();
    save.cancel();
    const local = drafts.loadDraft(owner, problemId, languageId);
    const atServer = local === null ? before === start.code : local.saved && local.code === before;
    // Until it is a version there, this browser keeps it: the next key takes the place of what is to be sent.
    const worthKeeping = before !== text && before !== template(languageId) && before.trim() !== "";
    if (worthKeeping && !atServer) drafts.putAside(owner, problemId, languageId, before);
    typed.current = { text: "", of: "" };
    keep(text, false);
    setSettled(text);
    setGeneration((n) => n + 1);
    sync.current?.change(text, true);
  };
  return {
    languageId,
    document: { name, text: start.code },
    code,
    settled,
    /** The text typed until now counts as settled. */
    settle: () => save.flush(),
    isTemplate: () => code() === template(languageId),
    change: (text: string) => {
      typed.current = { text, of: name };
      save(text);
      sync.current?.change(text);
      if (text === offered.current?.code) agree();
    },
    setLanguage: (id: string) => {
      save.flush();
      drafts.rememberLanguage(owner, problemId, id);
      setLanguageId(id);
      const next = startOf(owner, problemId, id, known, template(id));
      setOffer(next.offer);
      setSettled(next.code);
    },
    /** A program of another language: what is in that language's editor stays among its versions. */
    load: (language: string, text: string) => {
      if (language === languageId) {
        replace(text);
        return;
      }
      save.flush();
      const draft = startOf(owner, problemId, language, known, template(language));
      if (draft.unsaved && draft.code !== text) drafts.putAside(owner, problemId, language, draft.code);
      drafts.saveDraft(owner, problemId, language, { code: text, at: Date.now(), base: draft.base, saved: false });
      drafts.rememberLanguage(owner, problemId, language);
      setLanguageId(language);
      setOffer(null);
      setSettled(text);
    },
    reset: () => replace(template(languageId)),
    replace,
    offer,
    refusal,
    takeOffer: () => {
      if (offer === null) return;
      setOffer(null);
      replace(offer.code);
      sync.current?.overtake(offer.code);
    },
    keepMine: () => {
      if (offer === null) return;
      const mine = code();
      setOffer(null);
      keep(mine, false);
      sync.current?.overtake(mine);
    },
  };
}

export type Program = ReturnType<typeof useProgram>;
