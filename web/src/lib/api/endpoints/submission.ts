import { queryOptions } from "@tanstack/react-query";

import { answer, api, type Schemas, type Whole } from "../client";
import type { Reason } from "@/lib/reasons";

import type { SubmissionRow } from "./my_submissions";

/** A row of the error output that names a line of the program; both from 1. */
export interface TraceLine {
  row: number;
  line: number;
}
/** The reason of a failure by a server of a later version. */
export interface Explained {
  reason?: Reason;
  errors?: string;
  trace?: TraceLine[];
}
type KnownReport = Omit<Schemas["TestReport"], keyof Explained>;
export type TestReport = Whole<KnownReport, "group" | "outputLossy" | "testCaseId" | "testCaseVersion" | "message"> & Explained;
export type Judging = Whole<Schemas["Judging"], "message">;
export interface Submission extends SubmissionRow {
  code: string;
  output: string;
  outputTruncated?: true;
  outputLossy?: true;
  message?: string;
  /** The reason that decided. */
  reason?: Reason;
  adminDetail?: string;
  compileTimeMs?: number;
  tests: TestReport[];
  queue?: { position: number; reason: string };
  judgings?: Judging[];
}

const QUEUE_LOOK_MS = 2_000;

export const submissionKey = (id: string) => ["submission", id] as const;

/** `wait`: held for so many seconds, or until the verdict. */
export const readSubmission = async (id: string, wait?: number, signal?: AbortSignal) =>
  (await answer(
    api.GET("/submission/{id}", {
      params: { path: { id }, query: wait === undefined ? { history: 1 } : { wait, history: 1 } },
      ...(signal === undefined ? {} : { signal }),
    }),
  )) as Submission;

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
