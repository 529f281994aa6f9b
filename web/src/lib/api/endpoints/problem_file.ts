import { queryOptions } from "@tanstack/react-query";

import { patience } from "@/lib/connection";
import { currentSession } from "@/lib/session";

import { errorFrom, unreachable } from "../error";

const ANSWER_MAX_MS = 20_000;

/** A figure of a statement, as the problem's package brought it. */
export const problemFileQuery = (problemId: string, name: string) =>
  queryOptions({
    queryKey: ["problem-file", problemId, name],
    queryFn: async ({ signal }) => {
      const token = currentSession()?.token;
      const inTime = patience(ANSWER_MAX_MS, signal);
      const response = await fetch(`/problems/${problemId}/files/${encodeURIComponent(name)}`, {
        signal: inTime.signal,
        ...(token === undefined ? {} : { headers: { Authorization: `Bearer ${token}` } }),
      })
        .catch((error: unknown) => {
          throw signal.aborted ? error : unreachable();
        })
        .finally(inTime.kept);
      if (!response.ok) throw errorFrom(response, undefined);
      return response.blob();
    },
    staleTime: Infinity,
  });
