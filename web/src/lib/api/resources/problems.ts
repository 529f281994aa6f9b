// Problems as everybody reads them. problem_changes.ts has what an instructor does to one, which no student's page loads.

import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { locale } from "@/lib/locale";
import type { Place } from "@/lib/paging";

import { answer, api, cut, page, placed, type Schemas } from "../client";

export type Problem = Schemas["Problem"];
export type ProblemRow = Schemas["ProblemRow"];
export type TestCase = Schemas["TestCase"];
export type Difficulty = Problem["difficulty"];

export interface ProblemFilter extends Place {
  search?: string | undefined;
  difficulty?: Difficulty | undefined;
  tag?: string | undefined;
  /** Those that were deleted, instead. */
  deleted?: 1 | undefined;
}

export const PROBLEMS_A_PAGE = 50;

export const problemsKey = ["problems"];
/** Also the beginning of the keys of what follows from a problem, such as the verdicts that a change of it made out of date. */
export const problemKey = (id: string) => ["problem", id];
export const problemTitleKey = (id: string) => ["problem-title", id];

export const problemsQuery = (filter: ProblemFilter) =>
  queryOptions({
    queryKey: [...problemsKey, filter],
    queryFn: ({ signal }) => page(api.GET("/problems", { params: { query: { ...placed(filter, "before"), limit: PROBLEMS_A_PAGE, lang: locale } }, signal })),
    placeholderData: keepPreviousData,
  });

export const problemQuery = (id: string) =>
  queryOptions({
    queryKey: problemKey(id),
    queryFn: ({ signal }) => answer(api.GET("/problems/{id}", { params: { path: { id } }, signal })),
    staleTime: 30_000,
  });

/** The title alone, in the reader's language, for lists that know ids. */
export const problemTitleQuery = (id: string) =>
  queryOptions({
    queryKey: problemTitleKey(id),
    queryFn: async ({ signal }) => {
      const { title } = await cut(api.GET("/problems/{id}", { params: { path: { id }, query: { fields: "title", lang: locale } }, signal }));
      return title ?? "";
    },
    staleTime: 300_000,
  });
