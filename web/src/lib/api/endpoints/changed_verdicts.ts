import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { answer, api, type Schemas } from "../client";

export type ChangedVerdict = Schemas["ChangedVerdicts"]["submissions"][number];

export const CHANGES_A_PAGE = 20;

/** Below the problem's key: a change of the problem asks again. */
export const changedVerdictsQuery = (problemId: string, page: number) =>
  queryOptions({
    queryKey: ["problem", problemId, "changes", page],
    queryFn: ({ signal }) =>
      answer(api.GET("/problems/{id}/changes", { params: { path: { id: problemId }, query: { limit: CHANGES_A_PAGE, page } }, signal })),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
