import { api, changed, type Schemas } from "../client";

/** The same settings for many, all or none. */
export const changeTestCases = (version: number, problemId: string, body: Schemas["TestsChange"]) =>
  changed(api.PUT("/problems/{id}/testcases", { params: { path: { id: problemId }, query: { version } }, body }));
