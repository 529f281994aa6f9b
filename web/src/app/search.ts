// The search parameters of each address. A value that does not fit is left out, never an error: each function names
// all its members, since the router keeps what was not named as it came.

import { EDIT_TABS, type EditTab } from "@/features/teaching/edit_tabs";
import type { EveryonesFilter, SubmissionFilter } from "@/lib/api/resources/submissions";
import type { Difficulty, ProblemFilter } from "@/lib/api/resources/problems";
import type { UserFilter } from "@/lib/api/resources/users";
import type { Place } from "@/lib/paging";
import { STATUSES, type Status } from "@/lib/verdicts";

type Raw = Record<string, unknown>;

const ID = /^[0-9a-f]{24}$/;
const PAGES_MAX = 500;
const PAGES_BY_CURSOR_MAX = 999_999;

const word = (value: unknown, max: number): string | undefined =>
  typeof value === "string" && value.length > 0 && value.length <= max ? value : undefined;
const id = (value: unknown) => (typeof value === "string" && ID.test(value) ? value : undefined);
const pageNumber = (value: unknown, max: number) => {
  // A string in an address, a number where the application itself leads to a page.
  const page = typeof value === "string" && /^\d{1,6}$/.test(value) ? Number(value) : value;
  return typeof page === "number" && Number.isInteger(page) && page > 1 && page <= max ? page : undefined;
};
/** A cursor stands beside the number of its page. */
const place = (raw: Raw): Place => {
  const cursor = id(raw.cursor);
  const page = pageNumber(raw.page, cursor === undefined ? PAGES_MAX : PAGES_BY_CURSOR_MAX);
  return { page, cursor: page === undefined ? undefined : cursor };
};
const difficulty = (value: unknown): Difficulty | undefined =>
  value === "easy" || value === "medium" || value === "hard" ? value : undefined;
const status = (value: unknown): Status | undefined => STATUSES.find((one) => one === value);

/** Back to a page of ours alone: a path, never another site's address ("//host" would be one). */
export const login = (raw: Raw): { next?: string | undefined } => {
  const next = word(raw.next, 2000);
  return { next: next !== undefined && /^\/(?![/\\])/.test(next) ? next : undefined };
};
export const problems = (raw: Raw): ProblemFilter => ({
  search: word(raw.search, 200),
  difficulty: difficulty(raw.difficulty),
  tag: word(raw.tag, 40),
  ...place(raw),
});
export const manageProblems = (raw: Raw): ProblemFilter => ({
  ...problems(raw),
  deleted: raw.deleted === "1" || raw.deleted === 1 ? 1 : undefined,
});
/** `load`: the submission whose program goes into the editor. `as`: a teacher looks at it as a student. */
export const problem = (raw: Raw): { load?: string | undefined; as?: "student" | undefined } => ({
  load: id(raw.load),
  as: raw.as === "student" ? "student" : undefined,
});
export const submission = (raw: Raw): { as?: "student" | undefined } => ({ as: problem(raw).as });
/** The tab of the editing page: going back leads to it. */
export const editProblem = (raw: Raw): { tab?: EditTab | undefined } => ({ tab: EDIT_TABS.find((one) => one === raw.tab) });
export const submissions = (raw: Raw): SubmissionFilter => ({
  problemId: id(raw.problemId),
  status: status(raw.status),
  language: word(raw.language, 40),
  ...place(raw),
});
export const everyones = (raw: Raw): EveryonesFilter => ({ ...submissions(raw), userId: id(raw.userId) });
export const users = (raw: Raw): UserFilter => ({ search: word(raw.search, 100), ...place(raw) });
export const compare = (raw: Raw): { left?: string | undefined; right?: string | undefined } => ({
  left: id(raw.left),
  right: id(raw.right),
});
