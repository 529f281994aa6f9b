import { api, changed, type Schemas } from "../client";

export const addTestCase = (version: number, problemId: string, body: Schemas["NewTestCase"]) =>
  changed(api.POST("/problems/{id}/testcases", { params: { path: { id: problemId }, query: { version } }, body }));
