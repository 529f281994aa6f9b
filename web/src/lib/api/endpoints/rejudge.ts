import { answer, api } from "../client";

export const rejudge = (id: string) => answer(api.POST("/submission/{id}/rejudge", { params: { path: { id } } }));
