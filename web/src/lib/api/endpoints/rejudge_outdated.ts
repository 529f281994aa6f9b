import { answer, api } from "../client";

export const rejudgeOutdated = (id: string) =>
  answer(api.POST("/problems/{id}/rejudge", { params: { path: { id }, query: { only: "outdated" } } }));
