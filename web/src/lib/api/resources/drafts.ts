import { queryOptions } from "@tanstack/react-query";

import { answer, api, type Schemas } from "../client";

export type Draft = Schemas["Draft"];

export const draftsQuery = (problemId: string) =>
  queryOptions({
    queryKey: ["drafts", problemId],
    queryFn: async ({ signal }) => answer(api.GET("/problems/{id}/drafts", { params: { path: { id: problemId } }, signal })),
    // The editor waits for it, and has a copy in this browser where it does not come.
    retry: false,
    refetchOnWindowFocus: false,
  });

export const draftVersionsQuery = (problemId: string, language: string) =>
  queryOptions({
    queryKey: ["draft-versions", problemId, language],
    queryFn: ({ signal }) => readDraftVersions(problemId, language, signal),
    staleTime: 0,
  });

export const readDraftVersions = async (problemId: string, language: string, signal?: AbortSignal) =>
  answer(api.GET("/problems/{id}/drafts/{name}", { params: { path: { id: problemId, name: language } }, ...(signal ? { signal } : {}) }));

/** Browsers refuse calls that are to outlive their page and bring more than 64 KiB. */
const KEPT_ALIVE_MAX_BYTES = 60_000;

/** `leaving`: the page is about to go, and the call outlives it where the browser lets it. */
export async function saveDraftAtServer(problemId: string, language: string, body: Schemas["NewDraft"], leaving = false) {
  const keepalive = leaving && new Blob([JSON.stringify(body)]).size <= KEPT_ALIVE_MAX_BYTES;
  return answer(api.PUT("/problems/{id}/drafts/{name}", { params: { path: { id: problemId, name: language } }, body, keepalive }));
}
