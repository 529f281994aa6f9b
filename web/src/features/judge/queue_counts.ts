// How many jobs wait for what. The server counts all that wait together, and counts before it lists: a job may have gone on
// in between, so that what is listed whole is counted by its rows.

import { JOBS_A_PAGE, type Queue } from "@/lib/api/resources/queue";

interface Counts {
  /** Wait for their turn. */
  inTurn: number;
  /** Wait for another attempt, which is not before its time. */
  retried: number;
}

/** `page`: of `waiting`, from 1. */
export function countsOf({ waitingCount, waiting, delayed }: Pick<Queue, "waitingCount" | "waiting" | "delayed">, page: number): Counts {
  const before = (page - 1) * JOBS_A_PAGE;
  const isLast = waiting.length < JOBS_A_PAGE && (waiting.length > 0 || page === 1);
  const inTurn = isLast ? before + waiting.length : Math.max(before + waiting.length, waitingCount - delayed.length);
  return { inTurn, retried: delayed.length < JOBS_A_PAGE ? delayed.length : Math.max(delayed.length, waitingCount - inTurn) };
}
