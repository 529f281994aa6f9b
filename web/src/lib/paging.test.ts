import { describe, expect, it } from "vitest";

import { pagesOf, placeAfter, placeBefore } from "./paging";

describe("pages of a list", () => {
  it("are as many as its entries fill", () => {
    expect(pagesOf({ total: 51, capped: false, next: undefined }, 1, 25)).toEqual({ pages: 3, open: false });
    expect(placeAfter(1, 25, "c")).toEqual({ page: 2, cursor: undefined });
    expect(placeBefore(2, 25, undefined)).toEqual({ page: undefined, cursor: undefined });
    expect(placeBefore(3, 25, undefined)).toEqual({ page: 2, cursor: undefined });
  });
  it("go on behind those that are counted, to the last one", () => {
    const counted = { total: 10_000, capped: true };
    expect(pagesOf({ ...counted, next: "c" }, 1, 25)).toEqual({ pages: 400, open: true });
    // The last one by its number has 10,000 before it.
    expect(pagesOf({ ...counted, next: undefined }, 400, 25)).toEqual({ pages: 400, open: true });
    expect(placeAfter(400, 25, undefined)).toEqual({ page: 401, cursor: undefined });
    expect(pagesOf({ ...counted, next: "c" }, 401, 25)).toEqual({ pages: 401, open: true });
    expect(placeAfter(401, 25, "c")).toEqual({ page: 402, cursor: "c" });
    expect(placeAfter(401, 25, undefined)).toBeUndefined();
    expect(pagesOf({ ...counted, next: undefined }, 402, 25)).toEqual({ pages: 402, open: false });
  });
  it("lead back by their cursors, or to the last one with a number", () => {
    expect(placeBefore(403, 25, "c")).toEqual({ page: 402, cursor: "c" });
    expect(placeBefore(450, 25, undefined)).toEqual({ page: 401, cursor: undefined });
    expect(placeBefore(402, 25, undefined)).toEqual({ page: 401, cursor: undefined });
  });
});
