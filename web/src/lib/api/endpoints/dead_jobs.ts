import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { api, page as pageOf, type Schemas } from "../client";
import { JOBS_A_PAGE } from "./queue";

export type DeadJob = Schemas["DeadJob"];

export const deadJobsQuery = (page: number) =>
  queryOptions({
    queryKey: ["judge", "dead", page],
    queryFn: ({ signal }) => pageOf<DeadJob>(api.GET("/queue/dead", { params: { query: { page, limit: JOBS_A_PAGE } }, signal })),
    placeholderData: keepPreviousData,
  });
