import { answer, api } from "../client";

/** Ends all tokens of the caller, in every browser. */
export const logout = () => answer(api.POST("/auth/logout"));
