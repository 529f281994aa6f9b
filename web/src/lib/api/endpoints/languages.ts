import { queryOptions } from "@tanstack/react-query";

import { answer, api, type Schemas, type Whole } from "../client";

export type Language = Whole<Schemas["Language"], "reason" | "version" | "compileCommand" | "libraries">;

export const languagesQuery = queryOptions({
  queryKey: ["languages"],
  queryFn: async ({ signal }) => (await answer(api.GET("/languages", { signal }))) as Language[],
  staleTime: 60_000,
});
