import { api, changed } from "../client";

export const deleteTestCase = (version: number, id: string) =>
  changed(api.DELETE("/testcases/{id}", { params: { path: { id }, query: { version } } }));
