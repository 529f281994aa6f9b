import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { api, given, page, type Schemas, type Whole } from "../client";

export type Difficulty = "easy" | "medium" | "hard";
export type ProblemRow = Whole<Schemas["ProblemRow"]>;

export interface ProblemFilter {
  search?: string | undefined;
  difficulty?: Difficulty | undefined;
  tag?: string | undefined;
  page?: number | undefined;
  /** Those that were deleted, instead. */
  deleted?: 1 | undefined;
}

export const PROBLEMS_A_PAGE = 50;

export const problemsQuery = (filter: ProblemFilter) =>
  queryOptions({
    queryKey: ["problems", filter],
    queryFn: ({ signal }) =>
      page<ProblemRow>(api.GET("/problems", { params: { query: { ...given(filter), limit: PROBLEMS_A_PAGE } }, signal })),
    placeholderData: keepPreviousData,
  });
