import { api, changed, type Schemas } from "../client";

/** All of them in one change, or none. */
export const addTestCases = (version: number, problemId: string, testCases: Schemas["NewTestCase"][]) =>
  changed(api.POST("/problems/{id}/testcases/batch", { params: { path: { id: problemId }, query: { version } }, body: { testCases } }));
