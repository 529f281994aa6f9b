import { answer, api } from "../client";

export const rejudgeProblem = (id: string) => answer(api.POST("/problems/{id}/rejudge", { params: { path: { id } } }));
