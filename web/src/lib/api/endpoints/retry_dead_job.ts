import { answer, api } from "../client";

export const retryDeadJob = (id: string) => answer(api.POST("/queue/dead/{id}/retry", { params: { path: { id } } }));
