import { queryOptions } from "@tanstack/react-query";

import { answer, api, type Schemas } from "../client";

export type Outdated = Schemas["Outdated"];

/** Below the problem's key: whatever changes the problem asks again. */
export const outdatedQuery = (problemId: string) =>
  queryOptions({
    queryKey: ["problem", problemId, "outdated"],
    queryFn: ({ signal }) => answer<Outdated>(api.GET("/problems/{id}/outdated", { params: { path: { id: problemId } }, signal })),
    staleTime: 0,
  });
