import { queryOptions, type QueryClient } from "@tanstack/react-query";

import { answer, api, type Schemas } from "../client";
import { outOfDate } from "../out_of_date";

export type Language = Schemas["Language"];

export const languagesQuery = queryOptions({
  queryKey: ["languages"],
  queryFn: ({ signal }) => answer(api.GET("/languages", { signal })),
  staleTime: 60_000,
});

/** A worker may have come or gone. */
export const languagesChanged = (client: QueryClient) => outOfDate(client, languagesQuery.queryKey);
