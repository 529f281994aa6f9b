import { queryOptions } from "@tanstack/react-query";

import { answer, api, type Schemas } from "../client";

export type Solution = Schemas["Solution"];
export type ExpectedVerdict = Solution["expected"];

export const solutionsQuery = (problemId: string) =>
  queryOptions({
    queryKey: ["solutions", problemId],
    queryFn: ({ signal }) => answer(api.GET("/problems/{id}/solutions", { params: { path: { id: problemId } }, signal })),
  });

export const putSolution = (problemId: string, { name, code, expected }: Pick<Solution, "name" | "code" | "expected">) =>
  answer(api.PUT("/problems/{id}/solutions/{name}", { params: { path: { id: problemId, name } }, body: { code, expected } }));

export const deleteSolution = (problemId: string, name: string) =>
  answer(api.DELETE("/problems/{id}/solutions/{name}", { params: { path: { id: problemId, name } } }));
