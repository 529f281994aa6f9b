import { api, given, page } from "../client";
import type { SubmissionRow } from "./my_submissions";

const ROWS_A_PAGE = 100;
const PAGES_MAX = 20;

/** Submission id -> when and how it was judged last: of a problem's newest two thousand. */
export async function judgingStates(problemId: string): Promise<Map<string, Pick<SubmissionRow, "status" | "updatedAt">>> {
  const states = new Map<string, Pick<SubmissionRow, "status" | "updatedAt">>();
  let before: string | undefined;
  for (let i = 0; i < PAGES_MAX; i++) {
    const query = { problemId, ...given({ before }), limit: ROWS_A_PAGE, fields: "status,updatedAt" };
    const { rows, next } = await page<SubmissionRow>(api.GET("/submissions", { params: { query } }));
    for (const { _id, status, updatedAt } of rows) states.set(_id, { status, updatedAt });
    if (next === undefined) break;
    before = next;
  }
  return states;
}
