import { keepPreviousData, queryOptions, type QueryClient } from "@tanstack/react-query";

import { answer, api, type Schemas } from "../client";
import { outOfDate } from "../out_of_date";
import { problemKey } from "./problems";
import { submissionsKey } from "./submissions";

export type Outdated = Schemas["Outdated"];
export type ChangedVerdict = Schemas["ChangedVerdicts"]["submissions"][number];

export const CHANGES_A_PAGE = 20;

// Below the problem's key: a change of the problem asks again.
const outdatedKey = (problemId: string) => [...problemKey(problemId), "outdated"];
const changesKey = (problemId: string) => [...problemKey(problemId), "changes"];

export const outdatedQuery = (problemId: string) =>
  queryOptions({
    queryKey: outdatedKey(problemId),
    queryFn: ({ signal }) => answer(api.GET("/problems/{id}/outdated", { params: { path: { id: problemId } }, signal })),
    staleTime: 0,
  });

export const changedVerdictsQuery = (problemId: string, page: number) =>
  queryOptions({
    queryKey: [...changesKey(problemId), page],
    queryFn: ({ signal }) =>
      answer(api.GET("/problems/{id}/changes", { params: { path: { id: problemId }, query: { limit: CHANGES_A_PAGE, page } }, signal })),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });

export const rejudgeProblem = (id: string) => answer(api.POST("/problems/{id}/rejudge", { params: { path: { id } } }));

export const rejudgeOutdated = (id: string) =>
  answer(api.POST("/problems/{id}/rejudge", { params: { path: { id }, query: { only: "outdated" } } }));

export const rejudgingBegun = (client: QueryClient, problemId: string) => outOfDate(client, outdatedKey(problemId), submissionsKey);

export const rejudgingDone = (client: QueryClient, problemId: string) => outOfDate(client, changesKey(problemId));
