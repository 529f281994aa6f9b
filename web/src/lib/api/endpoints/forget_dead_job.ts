import { answer, api } from "../client";

export const forgetDeadJob = (id: string) => answer(api.DELETE("/queue/dead/{id}", { params: { path: { id } } }));
