import { answer, api, type Schemas } from "../client";

export const login = (body: Schemas["Login"]) => answer(api.POST("/auth/login", { body }));
