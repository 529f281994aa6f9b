import { describe, expect, it } from "vitest";

import { aroundFirstDifference, ROWS_MAX, sideBySide } from "./diff";

const words = (parts: { text: string; changed: boolean }[] | undefined) => (parts ?? []).filter((part) => part.changed).map((part) => part.text);

describe("sideBySide", () => {
  it("has one row a line when nothing differs, and no row for the last line's end", () => {
    const rows = sideBySide("1\n2\n", "1\n2");
    expect(rows.map((row) => row.same)).toEqual([true, true]);
    expect(rows[1]?.left?.number).toBe(2);
  });
  it("pairs a changed line with what it became, and marks the letters", () => {
    const rows = sideBySide("a\n81\nz\n", "a\n80\nz\n");
    expect(rows.map((row) => row.same)).toEqual([true, false, true]);
    expect(words(rows[1]?.left?.parts)).toEqual(["1"]);
    expect(words(rows[1]?.right?.parts)).toEqual(["0"]);
  });
  it("leaves the other side empty where a line is absent or additional", () => {
    const rows = sideBySide("1\n2\n3\n", "1\n3\n4\n");
    expect(rows.map((row) => [row.left?.number, row.right?.number])).toEqual([[1, 1], [2, undefined], [3, 2], [undefined, 3]]);
  });
  it("shows white space at a line's end as a difference", () => {
    expect(words(sideBySide("1\n", "1 \n")[0]?.right?.parts)).toEqual([" "]);
  });
  it("shows other line ends where nothing else differs, and only there", () => {
    expect(words(sideBySide("1\n2\n", "1\r\n2\n")[0]?.right?.parts)).toEqual(["\r"]);
    expect(sideBySide("1\n2\n", "1\r\n3\r\n").map((row) => row.same)).toEqual([true, false]);
  });
  it("ends soon with texts that have nothing in common", () => {
    const many = (word: string) => Array.from({ length: 4000 }, (_, i) => `${word}${i}`).join("\n");
    const rows = sideBySide(many("a"), many("b"));
    expect(rows).toHaveLength(4000);
    expect(rows.every((row) => !row.same && row.left !== undefined && row.right !== undefined)).toBe(true);
  });
});

describe("aroundFirstDifference", () => {
  it("shows short texts whole", () => {
    expect(aroundFirstDifference(sideBySide("1\n2", "1\n3"))).toMatchObject({ before: 0, after: 0 });
  });
  it("begins three lines before the first difference of a long text", () => {
    const lines = Array.from({ length: 1000 }, (_, i) => String(i));
    const { rows, before, after } = aroundFirstDifference(sideBySide(lines.join("\n"), lines.with(500, "x").join("\n")));
    expect(before).toBe(497);
    expect(rows).toHaveLength(ROWS_MAX);
    expect(rows[3]?.same).toBe(false);
    expect(before + rows.length + after).toBe(1000);
  });
});
