// Two teachers may have one problem open: nobody overwrites what the other changed since the page read it.

import { createContext, useContext, useMemo, useRef } from "react";

import type { Changed } from "@/lib/api/client";
import { ApiError } from "@/lib/api/error";

export interface ProblemVersion {
  /** The version that the form's values are of, with the changes that this page made since. */
  form: () => number;
  /** The form itself was stored: it is of this version now. */
  saved: (version: number) => void;
  /** Tells of a change that loses nothing of anybody, such as another image. */
  made: (version: number) => void;
  /** Makes a change of what the page shows. When it is refused, the next try is made on what was there. */
  change: <T>(work: (version: number) => Promise<Changed<T>>) => Promise<T>;
}

export function useProblemVersion(read: number): ProblemVersion {
  const known = useRef({ form: read, shown: read });
  return useMemo(() => {
    const seen = (version: number, formKeepsUp: boolean) => {
      known.current = { form: formKeepsUp ? version : known.current.form, shown: version };
    };
    return {
      form: () => known.current.form,
      saved: (version) => seen(version, true),
      // Each change makes the next version: one that is further on has a change of somebody else before it.
      made: (version) => seen(Math.max(version, known.current.shown), version === known.current.form + 1),
      change: async (work) => {
        const sent = known.current.shown;
        try {
          const { value, version } = await work(sent);
          seen(version, sent === known.current.form);
          return value;
        } catch (error) {
          const present = error instanceof ApiError ? error.presentVersion : undefined;
          if (present !== undefined) seen(present, false);
          throw error;
        }
      },
    };
  }, []);
}

const Version = createContext<ProblemVersion | null>(null);
export const ProblemVersionProvider = Version.Provider;

/** The version of the problem that is edited here; a new one has none. */
export const useVersionHere = () => useContext(Version);
