import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import type { Place } from "@/lib/paging";

import { api, page, placed, type Schemas, type Whole } from "../client";

export type Difficulty = "easy" | "medium" | "hard";
export type ProblemRow = Whole<Schemas["ProblemRow"]>;

export interface ProblemFilter extends Place {
  search?: string | undefined;
  difficulty?: Difficulty | undefined;
  tag?: string | undefined;
  /** Those that were deleted, instead. */
  deleted?: 1 | undefined;
}

export const PROBLEMS_A_PAGE = 50;

export const problemsQuery = (filter: ProblemFilter) =>
  queryOptions({
    queryKey: ["problems", filter],
    queryFn: ({ signal }) =>
      page<ProblemRow>(api.GET("/problems", { params: { query: { ...placed(filter, "before"), limit: PROBLEMS_A_PAGE } }, signal })),
    placeholderData: keepPreviousData,
  });
