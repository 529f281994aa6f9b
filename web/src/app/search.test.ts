import { describe, expect, it } from "vitest";

import * as search from "./search";

describe("addresses", () => {
  it("lead back to pages of ours alone", () => {
    expect(search.login({ next: "/problems/1?page=2" })).toEqual({ next: "/problems/1?page=2" });
    for (const next of ["//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)", "", 7, null]) {
      expect(search.login({ next })).toEqual({});
    }
  });
  it("leave out what does not fit", () => {
    expect(search.problems({ search: "a", difficulty: "easy", tag: "x", page: "2" })).toEqual({ search: "a", difficulty: "easy", tag: "x", page: 2 });
    expect(search.problems({ search: "", difficulty: "epic", tag: "x".repeat(41), page: "-1" })).toEqual({});
    expect(search.submissions({ status: "XX", problemId: "1", page: "501", language: "c" })).toEqual({ language: "c" });
    const cursor = "a".repeat(24);
    expect(search.submissions({ page: "480", cursor })).toEqual({ page: 480, cursor });
    expect(search.users({ page: "4801", cursor })).toEqual({ page: 4801, cursor });
    expect(search.users({ cursor })).toEqual({});
    expect(search.compare({ left: "a".repeat(24), right: "../x" })).toEqual({ left: "a".repeat(24) });
  });
});
