import { answer, api, type Schemas } from "../client";

/** A new password ends all tokens of the caller, this one too. */
export const changeProfile = (body: Schemas["ProfileChange"]) => answer(api.PUT("/auth/user/me", { body }));
