import { queryOptions } from "@tanstack/react-query";

import { answer, api, type Schemas, type Whole } from "../client";

export type TestCase = Whole<Schemas["TestCase"], "truncated" | "group" | "notes">;
export type Problem = Omit<Whole<Schemas["Problem"], "deleted" | "notes">, "testCases" | "limits"> & {
  testCases: TestCase[];
  limits: Whole<Schemas["Limits"]>;
};

export const problemQuery = (id: string) =>
  queryOptions({
    queryKey: ["problem", id],
    queryFn: async ({ signal }) => (await answer(api.GET("/problems/{id}", { params: { path: { id } }, signal }))) as Problem,
    staleTime: 30_000,
  });

/** The title alone, for lists that know ids. */
export const problemTitleQuery = (id: string) =>
  queryOptions({
    queryKey: ["problem-title", id],
    queryFn: async ({ signal }) => {
      const { title } = await answer(api.GET("/problems/{id}", { params: { path: { id }, query: { fields: "title" } }, signal }));
      return title ?? "";
    },
    staleTime: 300_000,
  });
