import { useState } from "react";

import type { Page } from "@/lib/api/client";
import { pagesOf, placeAfter, placeBefore, type Place } from "@/lib/paging";

import { Pager } from "./Pager";

interface ListPagerProps {
  list: Page<unknown>;
  /** Entries a page. */
  size: number;
  place: Place;
  /** The list is still the one of the page before. */
  stale: boolean;
  go: (place: Place) => void;
}

/** The pages of a list, to its end however long it is. */
export function ListPager({ list, size, place, stale, go }: ListPagerProps) {
  const page = place.page ?? 1;
  // Of the pages that were shown since the last one with a number: an answer says the cursor of the next one alone.
  const [cursors] = useState(() => new Map<number, string>());
  const onChange = (to: number) => {
    if (place.cursor === undefined) cursors.clear();
    else cursors.set(page, place.cursor);
    const next = to > page ? placeAfter(page, size, stale ? undefined : list.next) : placeBefore(page, size, cursors.get(to));
    if (next !== undefined) go(next);
  };
  return <Pager page={page} {...pagesOf(list, page, size)} onChange={onChange} />;
}
