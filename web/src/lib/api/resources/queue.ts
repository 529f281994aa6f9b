// The queue, its dead jobs, and the workers that take from it: what administrators see of the judge.

import { keepPreviousData, queryOptions, type QueryClient } from "@tanstack/react-query";

import { locale } from "@/lib/locale";

import { answer, api, page as pageOf, type Schemas } from "../client";
import { outOfDate } from "../out_of_date";
import { judgeKey } from "./health";

export type Queue = Schemas["Queue"];
export type QueuedJob = Schemas["QueuedJob"];
export type WaitingJob = Schemas["WaitingJob"];
export type RunningJob = Schemas["RunningJob"];
export type DeadJob = Schemas["DeadJob"];
export type Worker = Schemas["Worker"];

export const JOBS_A_PAGE = 20;

export const queueQuery = (page: number) =>
  queryOptions({
    queryKey: [...judgeKey, "queue", page],
    queryFn: ({ signal }) => answer(api.GET("/queue", { params: { query: { page, limit: JOBS_A_PAGE, lang: locale } }, signal })),
    placeholderData: keepPreviousData,
  });

export const deadJobsQuery = (page: number) =>
  queryOptions({
    queryKey: [...judgeKey, "dead", page],
    queryFn: ({ signal }) => pageOf(api.GET("/queue/dead", { params: { query: { page, limit: JOBS_A_PAGE, lang: locale } }, signal })),
    placeholderData: keepPreviousData,
  });

/** How many judgings failed for good and were neither tried again nor forgotten. */
export const failedCountQuery = queryOptions({
  queryKey: [...judgeKey, "failed"],
  queryFn: async ({ signal }) => (await pageOf(api.GET("/queue/dead", { params: { query: { page: 1, limit: 1 } }, signal }))).total,
});

export const workersQuery = queryOptions({
  queryKey: [...judgeKey, "workers"],
  queryFn: ({ signal }) => answer(api.GET("/workers", { signal })),
});

export const retryDeadJob = (id: string) => answer(api.POST("/queue/dead/{id}/retry", { params: { path: { id } } }));

export const forgetDeadJob = (id: string) => answer(api.DELETE("/queue/dead/{id}", { params: { path: { id } } }));

export const queueChanged = (client: QueryClient) => outOfDate(client, judgeKey);
