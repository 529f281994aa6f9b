import { queryOptions } from "@tanstack/react-query";

import { answer, api } from "../client";
import type { TestCase } from "./problem";

/** All of a problem, in order; long texts are cut. */
export const testCasesQuery = (problemId: string) =>
  queryOptions({
    queryKey: ["test-cases", problemId],
    queryFn: async ({ signal }) =>
      (await answer(api.GET("/problems/{id}/testcases", { params: { path: { id: problemId } }, signal }))) as TestCase[],
  });
