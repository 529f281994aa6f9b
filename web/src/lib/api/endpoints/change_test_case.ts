import { api, changed, type Schemas } from "../client";

export const changeTestCase = (version: number, id: string, body: Schemas["TestChange"]) =>
  changed(api.PUT("/testcases/{id}", { params: { path: { id }, query: { version } }, body }));
