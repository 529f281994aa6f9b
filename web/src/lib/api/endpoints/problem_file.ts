import { queryOptions } from "@tanstack/react-query";

import { currentSession } from "@/lib/session";

import { errorFrom } from "../error";

/** A figure of a statement, as the problem's package brought it. */
export const problemFileQuery = (problemId: string, name: string) =>
  queryOptions({
    queryKey: ["problem-file", problemId, name],
    queryFn: async ({ signal }) => {
      const token = currentSession()?.token;
      const response = await fetch(`/problems/${problemId}/files/${encodeURIComponent(name)}`, {
        signal,
        ...(token === undefined ? {} : { headers: { Authorization: `Bearer ${token}` } }),
      });
      if (!response.ok) throw errorFrom(response, undefined);
      return response.blob();
    },
    staleTime: Infinity,
  });
