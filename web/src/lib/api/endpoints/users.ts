import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import type { Place } from "@/lib/paging";

import { api, page, placed, type Schemas, type Whole } from "../client";

export type UserRow = Whole<Schemas["UserRow"]>;

export interface UserFilter extends Place {
  search?: string | undefined;
}

export const USERS_A_PAGE = 50;

export const usersQuery = (filter: UserFilter) =>
  queryOptions({
    queryKey: ["users", filter],
    queryFn: ({ signal }) =>
      page<UserRow>(api.GET("/users", { params: { query: { ...placed(filter, "after"), limit: USERS_A_PAGE } }, signal }), "after"),
    placeholderData: keepPreviousData,
  });
