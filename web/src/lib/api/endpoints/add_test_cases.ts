import { answer, api, type Schemas } from "../client";

/** All of them in one change, or none. */
export const addTestCases = (problemId: string, testCases: Schemas["NewTestCase"][]) =>
  answer(api.POST("/problems/{id}/testcases/batch", { params: { path: { id: problemId } }, body: { testCases } }));
