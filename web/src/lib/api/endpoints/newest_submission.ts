import { queryOptions } from "@tanstack/react-query";

import { answer, api } from "../client";
import { ROW_FIELDS, type SubmissionRow } from "./my_submissions";

/** The caller's last submission to a problem, or null. */
export const newestSubmissionQuery = (problemId: string) =>
  queryOptions({
    queryKey: ["submissions", "newest", problemId],
    queryFn: async ({ signal }) => {
      const query = { problemId, limit: 1, fields: ROW_FIELDS };
      const rows = await answer(api.GET("/submission/getSubmission", { params: { query }, signal }));
      return (rows[0] as SubmissionRow | undefined) ?? null;
    },
    retry: false,
  });
