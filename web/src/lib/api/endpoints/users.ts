import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { api, given, page, type Schemas, type Whole } from "../client";

export type UserRow = Whole<Schemas["UserRow"]>;

export interface UserFilter {
  search?: string | undefined;
  page?: number | undefined;
}

export const USERS_A_PAGE = 50;

export const usersQuery = (filter: UserFilter) =>
  queryOptions({
    queryKey: ["users", filter],
    queryFn: ({ signal }) =>
      page<UserRow>(api.GET("/users", { params: { query: { ...given(filter), limit: USERS_A_PAGE } }, signal })),
    placeholderData: keepPreviousData,
  });
