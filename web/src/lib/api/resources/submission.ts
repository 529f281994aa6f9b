import { queryOptions, type QueryClient } from "@tanstack/react-query";

import type { Reason } from "@/lib/reasons";

import { answer, api, type Schemas } from "../client";
import { outOfDate } from "../out_of_date";
import { progressQuery } from "./progress";
import { submissionsKey } from "./submissions";

/** The reason of a failure may be one that only a server of a later version knows. */
type Explained<T> = Omit<T, "reason"> & { reason?: Reason };

export type TestReport = Explained<Schemas["TestReport"]>;
export type TraceLine = Schemas["Trace"][number];
export type Judging = Schemas["Judging"];
export type Submission = Explained<Omit<Schemas["Submission"], "tests">> & { tests: TestReport[] };

const QUEUE_LOOK_MS = 2_000;

export const submissionKey = (id: string) => ["submission", id];

/** `wait`: held for so many seconds, or until the verdict. */
export const readSubmission = (id: string, wait?: number, signal?: AbortSignal): Promise<Submission> =>
  answer(
    api.GET("/submission/{id}", {
      params: { path: { id }, query: wait === undefined ? { history: 1 } : { wait, history: 1 } },
      ...(signal === undefined ? {} : { signal }),
    }),
  );

/** Progress is announced and not stored: an answer to a question knows less of a running submission than the events did. */
export function keepProgress(known: Submission | undefined, fresh: Submission): Submission {
  const running = known?.status === "RUNNING" && fresh.status === "RUNNING";
  return running && fresh.tests.length === 0 ? { ...fresh, tests: known.tests, score: known.score } : fresh;
}

export const submissionQuery = (id: string) =>
  queryOptions({
    queryKey: submissionKey(id),
    queryFn: async ({ client, signal }) =>
      keepProgress(client.getQueryData<Submission>(submissionKey(id)), await readSubmission(id, undefined, signal)),
    // While it waits, its place in the queue moves.
    refetchInterval: ({ state }) => (state.data?.status === "QUEUED" ? QUEUE_LOOK_MS : false),
    refetchOnWindowFocus: false,
  });

export const cancel = (id: string) => answer(api.POST("/submission/{id}/cancel", { params: { path: { id } } }));

export const rejudge = (id: string) => answer(api.POST("/submission/{id}/rejudge", { params: { path: { id } } }));

/** Its verdict is here, and in the cache already. */
export const submissionJudged = (client: QueryClient) => outOfDate(client, submissionsKey, progressQuery.queryKey);

/** It was cancelled, or is judged again. */
export const submissionChanged = (client: QueryClient, id: string) => outOfDate(client, submissionsKey, submissionKey(id));
