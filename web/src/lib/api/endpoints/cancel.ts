import { answer, api } from "../client";

export const cancel = (id: string) => answer(api.POST("/submission/{id}/cancel", { params: { path: { id } } }));
