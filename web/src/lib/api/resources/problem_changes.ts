import type { QueryClient } from "@tanstack/react-query";

import { answer, api, changed, type Schemas } from "../client";
import { outOfDate } from "../out_of_date";
import { problemKey, problemsKey, problemTitleKey } from "./problems";
import { verificationKey } from "./verification";

/** Again with the same key, there is no second one: the answer is the first. */
export const createProblem = (body: Schemas["NewProblem"], key: string) =>
  answer(api.POST("/problems/create", { params: { header: { "Idempotency-Key": key } }, body }));

export const changeProblem = (id: string, body: Schemas["ProblemEdit"]) => answer(api.PUT("/problems/{id}", { params: { path: { id } }, body }));

/** From this version of the problem on. */
export const changeProblemAt = (version: number, id: string, body: Schemas["ProblemEdit"]) =>
  changed(api.PUT("/problems/{id}", { params: { path: { id }, query: { version } }, body }));

export const deleteProblem = (id: string) => answer(api.DELETE("/problems/{id}", { params: { path: { id } } }));

export const restoreProblem = (id: string) => answer(api.POST("/problems/{id}/restore", { params: { path: { id } } }));

/** As a draft with this title. */
export const copyProblem = (id: string, title: string) => answer(api.POST("/problems/{id}/copy", { params: { path: { id } }, body: { title } }));

/** After a new problem, the lists alone. */
export const problemAdded = (client: QueryClient) => outOfDate(client, problemsKey);

/** After any change of a problem but that of its tests and solutions, which have their own. */
export const problemChanged = (client: QueryClient, id: string) =>
  outOfDate(client, problemKey(id), problemsKey, problemTitleKey(id), verificationKey(id));
