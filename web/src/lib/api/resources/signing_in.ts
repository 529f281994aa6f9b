import { answer, api, type Schemas } from "../client";

export const register = (body: Schemas["Registration"]) => answer(api.POST("/auth/register", { body }));

export const login = (body: Schemas["Login"]) => answer(api.POST("/auth/login", { body }));
