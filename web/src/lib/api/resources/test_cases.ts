import { queryOptions, type QueryClient } from "@tanstack/react-query";

import { answer, api, changed, type Schemas } from "../client";
import { outOfDate } from "../out_of_date";
import { problemKey } from "./problems";
import { verificationKey } from "./verification";

export type LineEnds = Schemas["LineEnds"];

export const testCasesKey = (problemId: string) => ["test-cases", problemId];
/** Of one with its whole texts, while it is edited. */
export const testCaseKey = (id: string | undefined) => ["test-case", id];

/** All of a problem, in order; long texts are cut. */
export const testCasesQuery = (problemId: string) =>
  queryOptions({
    queryKey: testCasesKey(problemId),
    queryFn: ({ signal }) => answer(api.GET("/problems/{id}/testcases", { params: { path: { id: problemId } }, signal })),
  });

/** With its texts, up to 8 MiB each. */
export const readTestCase = (id: string) => answer(api.GET("/testcases/{id}", { params: { path: { id } } }));

export const addTestCase = (version: number, problemId: string, body: Schemas["NewTestCaseAlone"]) =>
  changed(api.POST("/problems/{id}/testcases", { params: { path: { id: problemId }, query: { version } }, body }));

/** All of them in one change, or none. */
export const addTestCases = (version: number, problemId: string, body: Schemas["NewTestCases"]) =>
  changed(api.POST("/problems/{id}/testcases/batch", { params: { path: { id: problemId }, query: { version } }, body }));

export const changeTestCase = (version: number, id: string, body: Schemas["TestChange"]) =>
  changed(api.PUT("/testcases/{id}", { params: { path: { id }, query: { version } }, body }));

/** The same settings for many, all or none. */
export const changeTestCases = (version: number, problemId: string, body: Schemas["TestsChange"]) =>
  changed(api.PUT("/problems/{id}/testcases", { params: { path: { id: problemId }, query: { version } }, body }));

export const deleteTestCase = (version: number, id: string) =>
  changed(api.DELETE("/testcases/{id}", { params: { path: { id }, query: { version } } }));

/** After any change of the tests of a problem. */
export const testCasesChanged = (client: QueryClient, problemId: string) =>
  outOfDate(client, testCasesKey(problemId), problemKey(problemId), verificationKey(problemId));
