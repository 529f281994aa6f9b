import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import type { Place } from "@/lib/paging";

import { api, page, placed, type Schemas, type Whole } from "../client";

export type Status = Schemas["Status"];
export type SubmissionRow = Whole<Schemas["SubmissionRow"], "userName" | "problemTitle">;

/** The fields of lists: without these each row comes with its code. */
export const ROW_FIELDS =
  "userId,userName,problemId,problemTitle,language,status,score,executionTimeMs,memoryKb,createdAt,updatedAt";

export interface SubmissionFilter extends Place {
  problemId?: string | undefined;
  status?: Status | undefined;
  language?: string | undefined;
}

export const SUBMISSIONS_A_PAGE = 25;

export const mySubmissionsQuery = (filter: SubmissionFilter) =>
  queryOptions({
    queryKey: ["submissions", "mine", filter],
    queryFn: ({ signal }) =>
      page<SubmissionRow>(
        api.GET("/submission/getSubmission", {
          params: { query: { ...placed(filter, "before"), limit: SUBMISSIONS_A_PAGE, fields: ROW_FIELDS } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });
