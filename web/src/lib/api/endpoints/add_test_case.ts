import { answer, api, type Schemas } from "../client";

export const addTestCase = (problemId: string, body: Schemas["NewTestCase"]) =>
  answer(api.POST("/problems/{id}/testcases", { params: { path: { id: problemId } }, body }));
