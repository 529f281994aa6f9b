import { answer, api } from "../client";

export const deleteProblem = (id: string) => answer(api.DELETE("/problems/{id}", { params: { path: { id } } }));
