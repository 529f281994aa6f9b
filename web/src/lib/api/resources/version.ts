import { queryOptions } from "@tanstack/react-query";

import { answer, api } from "../client";

export const versionQuery = queryOptions({
  queryKey: ["version"],
  queryFn: ({ signal }) => answer(api.GET("/version", { signal })),
  staleTime: Infinity,
});
