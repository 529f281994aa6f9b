import { answer, api } from "../client";

export const deleteTestCase = (id: string) => answer(api.DELETE("/testcases/{id}", { params: { path: { id } } }));
