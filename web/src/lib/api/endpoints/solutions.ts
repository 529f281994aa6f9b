import { queryOptions } from "@tanstack/react-query";

import { answer, api, changed, type Schemas } from "../client";

export type Solution = Schemas["Solution"];
export type ExpectedVerdict = Solution["expected"];

export const solutionsQuery = (problemId: string) =>
  queryOptions({
    queryKey: ["solutions", problemId],
    queryFn: ({ signal }) => answer(api.GET("/problems/{id}/solutions", { params: { path: { id: problemId } }, signal })),
  });

export const putSolution = (version: number, problemId: string, { name, code, expected }: Pick<Solution, "name" | "code" | "expected">) =>
  changed(
    api.PUT("/problems/{id}/solutions/{name}", { params: { path: { id: problemId, name }, query: { version } }, body: { code, expected } }),
  );

export const deleteSolution = (version: number, problemId: string, name: string) =>
  changed(api.DELETE("/problems/{id}/solutions/{name}", { params: { path: { id: problemId, name }, query: { version } } }));
