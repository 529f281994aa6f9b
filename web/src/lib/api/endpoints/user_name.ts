import { queryOptions, type QueryClient } from "@tanstack/react-query";

import { answer, api } from "../client";

const keyOf = (userId: string) => ["user-name", userId];

/** The name of somebody who submitted; null where nothing is known of them. Lists that were read already bring it along. */
export const userNameQuery = (userId: string) =>
  queryOptions({
    queryKey: keyOf(userId),
    queryFn: async ({ signal }) => {
      const rows = await answer(api.GET("/submissions", { params: { query: { userId, limit: 1, fields: "userName" } }, signal }));
      return rows[0]?.userName || null;
    },
    staleTime: 300_000,
  });

export const rememberUserName = (client: QueryClient, userId: string, name: string) => void client.setQueryData(keyOf(userId), name);
