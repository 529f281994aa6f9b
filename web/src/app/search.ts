// What an address may carry behind its question mark. Whatever does not fit is left out, never an error.

import type { Difficulty } from "@/lib/api/endpoints/problems";
import { STATUSES, type Status } from "@/lib/verdicts";

type Raw = Record<string, unknown>;

const ID = /^[0-9a-f]{24}$/;
const PAGES_MAX = 500;

const word = (value: unknown, max: number): string | undefined => {
  const string = typeof value === "number" ? String(value) : value;
  return typeof string === "string" && string.length > 0 && string.length <= max ? string : undefined;
};
const id = (value: unknown) => (typeof value === "string" && ID.test(value) ? value : undefined);
const pageNumber = (value: unknown) =>
  typeof value === "number" && Number.isInteger(value) && value > 1 && value <= PAGES_MAX ? value : undefined;
const difficulty = (value: unknown): Difficulty | undefined =>
  value === "easy" || value === "medium" || value === "hard" ? value : undefined;
const status = (value: unknown): Status | undefined => STATUSES.find((one) => one === value);

function without<T extends object>(values: T): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>;
}

/** Back to a page of ours alone: a path, never another site's address ("//host" would be one). */
export const login = (raw: Raw): { next?: string } => {
  const next = word(raw.next, 2000);
  return next !== undefined && /^\/(?![/\\])/.test(next) ? { next } : {};
};
export const problems = (raw: Raw): { search?: string; difficulty?: Difficulty; tag?: string; page?: number } =>
  without({
    search: word(raw.search, 200),
    difficulty: difficulty(raw.difficulty),
    tag: word(raw.tag, 40),
    page: pageNumber(raw.page),
  }) as never;
export const submissions = (raw: Raw): { problemId?: string; status?: Status; language?: string; page?: number } =>
  without({
    problemId: id(raw.problemId),
    status: status(raw.status),
    language: word(raw.language, 40),
    page: pageNumber(raw.page),
  }) as never;
export const everyones = (raw: Raw): ReturnType<typeof submissions> & { userId?: string } => ({
  ...submissions(raw),
  ...without({ userId: id(raw.userId) }),
}) as never;
export const users = (raw: Raw): { search?: string } => without({ search: word(raw.search, 100) }) as never;
export const compare = (raw: Raw): { left?: string; right?: string } =>
  without({ left: id(raw.left), right: id(raw.right) }) as never;
