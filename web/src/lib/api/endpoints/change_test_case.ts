import { answer, api, type Schemas } from "../client";

export const changeTestCase = (id: string, body: Schemas["TestChange"]) =>
  answer(api.PUT("/testcases/{id}", { params: { path: { id } }, body }));
