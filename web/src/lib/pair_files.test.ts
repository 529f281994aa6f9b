import { describe, expect, it } from "vitest";

import { pairFiles } from "./pair_files";

const named = (...names: string[]) => pairFiles(names.map((name) => ({ name })));
const names = (result: ReturnType<typeof named>) => result.pairs.map(({ input, output }) => [input.name, output.name]);

describe("pairFiles", () => {
  it("pairs by ending, in the order of their numbers", () => {
    expect(names(named("10.in", "2.in", "2.ans", "10.out"))).toEqual([["2.in", "2.ans"], ["10.in", "10.out"]]);
  });
  it("pairs by word and number", () => {
    expect(names(named("output01.txt", "input01.txt", "input_2.txt", "output_2.txt"))).toHaveLength(2);
  });
  it("names what has no partner, what it does not know, and what is there twice", () => {
    expect(named("1.in", "2.out", "readme.md").unpaired).toEqual(["1.in", "2.out", "readme.md"]);
    expect(named("1.in", "1.out", "1.ans").unpaired).toEqual(["1.ans"]);
  });
});
