import { answer, api, type Schemas } from "../client";

/** The same settings for many, all or none. */
export const changeTestCases = (problemId: string, body: Schemas["TestsChange"]) =>
  answer(api.PUT("/problems/{id}/testcases", { params: { path: { id: problemId } }, body }));
