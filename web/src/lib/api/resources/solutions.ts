import { queryOptions, type QueryClient } from "@tanstack/react-query";

import { answer, api, changed, type Schemas } from "../client";
import { outOfDate } from "../out_of_date";
import { problemKey } from "./problems";
import { verificationKey } from "./verification";

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

/** After a change, or the refusal of one. `now`: all solutions, where the server answered with them. */
export function solutionsChanged(client: QueryClient, problemId: string, now: Solution[] | undefined): Promise<unknown> {
  const { queryKey } = solutionsQuery(problemId);
  if (now !== undefined) client.setQueryData(queryKey, now);
  return outOfDate(client, verificationKey(problemId), problemKey(problemId), ...(now === undefined ? [queryKey] : []));
}
