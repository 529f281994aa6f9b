import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { api, given, page, type Schemas, type Whole } from "../client";

export type Status = Schemas["Status"];
export type SubmissionRow = Whole<Schemas["SubmissionRow"], "userName" | "problemTitle">;

/** What lists show: without these they would come with the code of each row. */
export const ROW_FIELDS =
  "userId,userName,problemId,problemTitle,language,status,score,executionTimeMs,memoryKb,createdAt,updatedAt";

export interface SubmissionFilter {
  problemId?: string | undefined;
  status?: Status | undefined;
  language?: string | undefined;
  page?: number | undefined;
}

export const SUBMISSIONS_A_PAGE = 25;

export const mySubmissionsQuery = (filter: SubmissionFilter) =>
  queryOptions({
    queryKey: ["submissions", "mine", filter],
    queryFn: ({ signal }) =>
      page<SubmissionRow>(
        api.GET("/submission/getSubmission", {
          params: { query: { ...given(filter), limit: SUBMISSIONS_A_PAGE, fields: ROW_FIELDS } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });
