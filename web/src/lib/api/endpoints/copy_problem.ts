import { answer, api } from "../client";

/** As a draft with this title. */
export const copyProblem = (id: string, title: string) => answer(api.POST("/problems/{id}/copy", { params: { path: { id } }, body: { title } }));
