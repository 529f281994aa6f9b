import { useDebouncedCallback } from "@mantine/hooks";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";

import type { Language } from "@/lib/api/endpoints/languages";
import { dropDraft, lastLanguage, loadDraft, rememberLanguage, saveDraft } from "@/lib/drafts";

const SAVE_PAUSE_MS = 300;
/** What most first programs are written in. */
const FIRST_LANGUAGE = "python";

/** The program that is being written: its language, its text, and the draft that survives a closed tab. */
export function useProgram(problemId: string, languages: Language[]) {
  const first = () => {
    const available = languages.filter((one) => one.available);
    const byId = (id: string | null) => available.find((one) => one.id === id);
    return byId(lastLanguage(problemId)) ?? byId(FIRST_LANGUAGE) ?? available[0] ?? languages[0];
  };
  const [languageId, setLanguageId] = useState(() => first()?.id ?? "");
  // Counts texts that did not come from typing: the editor takes them up.
  const [generation, setGeneration] = useState(0);
  const template = useCallback((id: string) => languages.find((one) => one.id === id)?.template ?? "", [languages]);
  const initial = useMemo(
    () => loadDraft(problemId, languageId) ?? template(languageId),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- a generation is a new text
    [problemId, languageId, template, generation],
  );
  const typed = useRef<{ text: string; of: string }>({ text: "", of: "" });
  const name = `${problemId}.${languageId}.${generation}`;
  const code = () => (typed.current.of === name ? typed.current.text : initial);

  const save = useDebouncedCallback((language: string, text: string) => saveDraft(problemId, language, text), {
    delay: SAVE_PAUSE_MS,
    flushOnUnmount: true,
  });
  // A page that is loaded anew or closed unmounts nothing.
  useEffect(() => {
    const flush = () => save.flush();
    window.addEventListener("pagehide", flush);
    return () => window.removeEventListener("pagehide", flush);
  }, [save]);
  return {
    languageId,
    document: { name, text: initial },
    code,
    isTemplate: () => code() === template(languageId),
    change: (text: string) => {
      typed.current = { text, of: name };
      save(languageId, text);
    },
    setLanguage: (id: string) => {
      save.flush();
      rememberLanguage(problemId, id);
      setLanguageId(id);
    },
    reset: () => {
      save.cancel();
      dropDraft(problemId, languageId);
      setGeneration(generation + 1);
    },
  };
}

export type Program = ReturnType<typeof useProgram>;
