import { answer, api } from "../client";

export const restoreProblem = (id: string) => answer(api.POST("/problems/{id}/restore", { params: { path: { id } } }));
