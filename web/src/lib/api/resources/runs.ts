import { answer, api, type Schemas } from "../client";

export type RunResult = Schemas["RunResult"];

export const run = (body: Schemas["NewRun"]) => answer(api.POST("/run", { body }));
