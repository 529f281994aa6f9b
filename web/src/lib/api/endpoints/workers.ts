import { queryOptions } from "@tanstack/react-query";

import { answer, api, type Schemas } from "../client";

export type Worker = Schemas["Worker"];

export const workersQuery = queryOptions({
  queryKey: ["judge", "workers"],
  queryFn: ({ signal }) => answer<Worker[]>(api.GET("/workers", { signal })),
});
