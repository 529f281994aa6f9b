import { queryOptions } from "@tanstack/react-query";

import { answer, api } from "../client";

export type Mark = "solved" | "tried";

/** Problem id -> how far the caller got with it. */
export const progressQuery = queryOptions({
  queryKey: ["progress"],
  queryFn: async ({ signal }) => {
    const { solved, tried } = await answer(api.GET("/auth/user/me/progress", { signal }));
    return new Map<string, Mark>([...tried.map((id) => [id, "tried"] as const), ...solved.map((id) => [id, "solved"] as const)]);
  },
});
