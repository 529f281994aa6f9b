import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { api, given, page, type Schemas, type Whole } from "../client";

export type UserRow = Whole<Schemas["UserRow"]>;

export interface UserFilter {
  search?: string | undefined;
  after?: string | undefined;
}

export const USERS_A_PAGE = 50;

export const usersQuery = (filter: UserFilter) =>
  queryOptions({
    queryKey: ["users", filter],
    queryFn: ({ signal }) =>
      page<UserRow>(api.GET("/users", { params: { query: { ...given(filter), limit: USERS_A_PAGE } }, signal }), "after"),
    placeholderData: keepPreviousData,
  });

const NAMES_A_PAGE = 100;
const NAME_PAGES_MAX = 30;

/** User id -> name, of the first three thousand: for lists that know ids. */
export const userNamesQuery = queryOptions({
  queryKey: ["users", "names"],
  queryFn: async ({ signal }) => {
    const names = new Map<string, string>();
    let after: string | undefined;
    for (let i = 0; i < NAME_PAGES_MAX; i++) {
      const query = { ...given({ after }), limit: NAMES_A_PAGE, fields: "name" };
      const { rows, next } = await page<UserRow>(api.GET("/users", { params: { query }, signal }), "after");
      for (const row of rows) names.set(row._id, row.name);
      if (next === undefined) break;
      after = next;
    }
    return names;
  },
  staleTime: 300_000,
});
