import { answer, api, type Schemas } from "../client";
import type { Problem } from "./problem";

export const changeProblem = async (id: string, body: Schemas["ProblemEdit"]) =>
  (await answer(api.PUT("/problems/{id}", { params: { path: { id } }, body }))) as Problem;
