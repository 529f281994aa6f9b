// Submissions in lists, and sending one. submission.ts has one by itself, which the first page does not load.

import { keepPreviousData, queryOptions, type QueryClient } from "@tanstack/react-query";

import { locale } from "@/lib/locale";
import type { Place } from "@/lib/paging";

import { answer, api, page, placed, type Schemas } from "../client";
import { outOfDate } from "../out_of_date";

export type Status = Schemas["Status"];
export type SubmissionRow = Schemas["SubmissionRow"];

export interface SubmissionFilter extends Place {
  problemId?: string | undefined;
  status?: Status | undefined;
  language?: string | undefined;
}
export interface EveryonesFilter extends SubmissionFilter {
  userId?: string | undefined;
}

export const SUBMISSIONS_A_PAGE = 25;

/** Of all lists of submissions. */
export const submissionsKey = ["submissions"];

/** All members of a row but its code, which comes along where nothing else is asked for. */
const FIELDS = Object.keys({
  _id: true,
  userId: true,
  userName: true,
  problemId: true,
  problemTitle: true,
  language: true,
  status: true,
  score: true,
  executionTimeMs: true,
  waitedMs: true,
  memoryKb: true,
  createdAt: true,
  updatedAt: true,
} satisfies Record<keyof SubmissionRow, true>).join();

const ownRows = (query: SubmissionFilter & { limit: number }, signal: AbortSignal) =>
  page(api.GET("/submission/getSubmission", { params: { query: { ...placed(query, "before"), fields: FIELDS, lang: locale } }, signal }));

export const mySubmissionsQuery = (filter: SubmissionFilter) =>
  queryOptions({
    queryKey: [...submissionsKey, "mine", filter],
    queryFn: ({ signal }) => ownRows({ ...filter, limit: SUBMISSIONS_A_PAGE }, signal),
    placeholderData: keepPreviousData,
  });

/** The caller's last submission to a problem, or null. */
export const newestSubmissionQuery = (problemId: string) =>
  queryOptions({
    queryKey: [...submissionsKey, "newest", problemId],
    queryFn: async ({ signal }) => (await ownRows({ problemId, limit: 1 }, signal)).rows[0] ?? null,
    retry: false,
  });

export const everyonesSubmissionsQuery = (filter: EveryonesFilter) =>
  queryOptions({
    queryKey: [...submissionsKey, "all", filter],
    queryFn: ({ signal }) => page(api.GET("/submissions", { params: { query: { ...placed(filter, "before"), limit: SUBMISSIONS_A_PAGE, lang: locale } }, signal })),
    placeholderData: keepPreviousData,
  });

/** The key makes a second sending of the same program, after an answer was lost, the same submission. */
export const submit = (body: Schemas["NewSubmission"], key: string) =>
  answer(api.POST("/submission/create", { params: { header: { "Idempotency-Key": key } }, body }));

export const submissionSent = (client: QueryClient) => outOfDate(client, submissionsKey);
