// Pages of a list: by number among its first entries, behind them by the cursor that each answer gives for the next page.

import type { Page } from "./api/client";

/** Where a page begins: by its number alone, or by the cursor that leads to it. */
export interface Place {
  page?: number | undefined;
  cursor?: string | undefined;
}

/** The server takes the number of a page that has so many entries before it at most. */
const BEFORE_MAX = 10_000;
const isNumbered = (page: number, size: number) => (page - 1) * size <= BEFORE_MAX;

/** What an answer says of its list. */
type Counted = Pick<Page<unknown>, "total" | "capped" | "next">;

/** How many pages there are, or, with `open`, that there are more than so many. */
export function pagesOf({ total, capped, next }: Counted, page: number, size: number): { pages: number; open: boolean } {
  const counted = Math.ceil(total / size);
  if (!capped) return { pages: counted, open: false };
  const isLast = !isNumbered(page + 1, size) && next === undefined;
  return isLast ? { pages: page, open: false } : { pages: Math.max(counted, page), open: true };
}

/** The next page; absent while its cursor is not known. */
export function placeAfter(page: number, size: number, cursor: string | undefined): Place | undefined {
  if (isNumbered(page + 1, size)) return { page: page + 1, cursor: undefined };
  return cursor === undefined ? undefined : { page: page + 1, cursor };
}

/** The page before; where its cursor is not known, the last one that has a number. */
export function placeBefore(page: number, size: number, cursor: string | undefined): Place {
  const to = page - 1;
  if (isNumbered(to, size)) return { page: to > 1 ? to : undefined, cursor: undefined };
  return cursor === undefined ? { page: Math.floor(BEFORE_MAX / size) + 1, cursor: undefined } : { page: to, cursor };
}
