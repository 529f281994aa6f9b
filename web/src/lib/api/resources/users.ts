import { keepPreviousData, queryOptions, type QueryClient } from "@tanstack/react-query";

import type { Place } from "@/lib/paging";

import { answer, api, cut, page, placed, type Schemas } from "../client";
import { outOfDate } from "../out_of_date";

export type UserRow = Schemas["UserRow"];

export interface UserFilter extends Place {
  search?: string | undefined;
}

export const USERS_A_PAGE = 50;

const usersKey = ["users"];
const userNameKey = (userId: string) => ["user-name", userId];

export const usersQuery = (filter: UserFilter) =>
  queryOptions({
    queryKey: [...usersKey, filter],
    queryFn: ({ signal }) => page(api.GET("/users", { params: { query: { ...placed(filter, "after"), limit: USERS_A_PAGE } }, signal }), "after"),
    placeholderData: keepPreviousData,
  });

/** The name of somebody who submitted; null where nothing is known of them. Lists that were read already bring it along. */
export const userNameQuery = (userId: string) =>
  queryOptions({
    queryKey: userNameKey(userId),
    queryFn: async ({ signal }) => {
      const rows = await cut(api.GET("/submissions", { params: { query: { userId, limit: 1, fields: "userName" } }, signal }));
      return rows[0]?.userName || null;
    },
    staleTime: 300_000,
  });

export const rememberUserName = (client: QueryClient, userId: string, name: string) => void client.setQueryData(userNameKey(userId), name);

/** Ends all tokens of that user. */
export const changeUser = (id: string, body: Schemas["UserOrder"]) => answer(api.PUT("/users/{id}", { params: { path: { id } }, body }));

export const usersChanged = (client: QueryClient) => outOfDate(client, usersKey);
