import { useDebouncedCallback } from "@mantine/hooks";
import { useEffect, useState } from "react";

import { useArrived, useCarried } from "@/lib/carried";
import { keepInput, keptInput } from "@/lib/own_inputs";

const SAVE_PAUSE_MS = 300;

/** The input of one's own for a problem, as it was typed last; at first that of the first sample. */
export function useInput(owner: string, problemId: string, sample: string): [string, (input: string) => void] {
  const name = `input-${owner}-${problemId}`;
  const arrived = useArrived(name);
  const [input, setInput] = useState(() => arrived.input ?? keptInput(owner, problemId) ?? sample);
  // One that is too long to be kept travels over a change of the language all the same.
  useCarried(name, { input });
  const save = useDebouncedCallback((typed: string) => keepInput(owner, problemId, typed), { delay: SAVE_PAUSE_MS, flushOnUnmount: true });
  // A page that is loaded again or closed unmounts nothing.
  useEffect(() => {
    const flush = () => save.flush();
    window.addEventListener("pagehide", flush);
    return () => window.removeEventListener("pagehide", flush);
  }, [save]);
  return [
    input,
    (typed) => {
      setInput(typed);
      save(typed);
    },
  ];
}
