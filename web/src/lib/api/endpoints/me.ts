import { queryOptions } from "@tanstack/react-query";

import { answer, api, type Schemas, type Whole } from "../client";

export type User = Whole<Schemas["User"]>;

export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: async ({ signal }) => (await answer(api.GET("/auth/user/me", { signal }))) as User,
  staleTime: 300_000,
});
