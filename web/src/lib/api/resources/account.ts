import { queryOptions } from "@tanstack/react-query";

import { answer, api, type Schemas } from "../client";

export type User = Schemas["User"];

export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: ({ signal }) => answer(api.GET("/auth/user/me", { signal })),
  staleTime: 300_000,
});

/** Ends all tokens of the caller, in every browser. */
export const logout = () => answer(api.POST("/auth/logout"));

/** A new password ends all tokens of the caller, this one too. */
export const changeProfile = (body: Schemas["ProfileChange"]) => answer(api.PUT("/auth/user/me", { body }));
