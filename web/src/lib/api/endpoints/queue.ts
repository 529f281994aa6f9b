import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { answer, api, type Schemas } from "../client";

export type Queue = Schemas["Queue"];
export type QueuedJob = Schemas["QueuedJob"];
export type WaitingJob = Schemas["WaitingJob"];
export type RunningJob = Schemas["RunningJob"];

export const JOBS_A_PAGE = 20;

export const queueQuery = (page: number) =>
  queryOptions({
    queryKey: ["judge", "queue", page],
    queryFn: ({ signal }) => answer<Queue>(api.GET("/queue", { params: { query: { page, limit: JOBS_A_PAGE } }, signal })),
    placeholderData: keepPreviousData,
  });
