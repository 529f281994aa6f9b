// What is typed in a form when a session ends by its age or by somebody else: it is there again when its user has signed in.

import { useEffect, useRef } from "react";

import { readOwn, removeOwn, writeOwn } from "./own_storage";
import { currentSession, onSession, sessionEnding } from "./session";

interface Kept<T> {
  version: number;
  value: T;
}

function read<T>(owner: string, name: string): Kept<T> | null {
  try {
    return JSON.parse(readOwn(owner, name) ?? "null") as Kept<T> | null;
  } catch {
    return null;
  }
}

/** `version`: of what the form began with; what was typed upon another one is not put back. `typed`: null when nothing is. */
export function useKeptForm<T>(form: string, version: number, typed: () => T | null, putBack: (value: T) => void): void {
  const latest = useRef({ version, typed });
  useEffect(() => {
    latest.current = { version, typed };
  });
  useEffect(() => {
    const owner = currentSession()?.userId;
    if (owner === undefined) return;
    const name = `form.${form}`;
    const kept = read<T>(owner, name);
    removeOwn(owner, name);
    if (kept !== null && kept.version === version) putBack(kept.value);
    return onSession(() => {
      if (currentSession() !== null || sessionEnding() !== "expired") return;
      const value = latest.current.typed();
      if (value !== null) writeOwn(owner, name, JSON.stringify({ version: latest.current.version, value }));
    });
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once a form
  }, [form]);
}
