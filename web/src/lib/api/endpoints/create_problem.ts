import { answer, api, type Schemas } from "../client";
import type { Problem } from "./problem";

export const createProblem = async (body: Schemas["NewProblem"]) => (await answer(api.POST("/problems/create", { body }))) as Problem;
