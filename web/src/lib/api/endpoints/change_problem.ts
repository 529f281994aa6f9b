import { answer, api, changed, type Schemas } from "../client";
import type { Problem } from "./problem";

export const changeProblem = async (id: string, body: Schemas["ProblemEdit"]) =>
  (await answer(api.PUT("/problems/{id}", { params: { path: { id } }, body }))) as Problem;

/** From this version of the problem on. */
export const changeProblemAt = (version: number, id: string, body: Schemas["ProblemEdit"]) =>
  changed(api.PUT("/problems/{id}", { params: { path: { id }, query: { version } }, body }));
