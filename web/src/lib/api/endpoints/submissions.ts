import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { api, page, placed } from "../client";
import { SUBMISSIONS_A_PAGE, type SubmissionFilter, type SubmissionRow } from "./my_submissions";

export interface EveryonesFilter extends SubmissionFilter {
  userId?: string | undefined;
}

export const submissionsQuery = (filter: EveryonesFilter) =>
  queryOptions({
    queryKey: ["submissions", "all", filter],
    queryFn: ({ signal }) =>
      page<SubmissionRow>(api.GET("/submissions", { params: { query: { ...placed(filter, "before"), limit: SUBMISSIONS_A_PAGE } }, signal })),
    placeholderData: keepPreviousData,
  });
