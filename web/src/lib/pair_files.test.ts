import { describe, expect, it } from "vitest";

import { pairFiles } from "./pair_files";

const named = (...paths: string[]) => pairFiles(paths.map((path) => ({ path })));
const names = (result: ReturnType<typeof named>) => result.pairs.map(({ input, output }) => [input.path, output.path]);

describe("pairFiles", () => {
  it("pairs by ending, in the order of their numbers", () => {
    expect(names(named("10.in", "2.in", "2.ans", "10.out"))).toEqual([
      ["2.in", "2.ans"],
      ["10.in", "10.out"],
    ]);
  });
  it.each([
    ["1.in", "1.out"],
    ["a.in", "a.ans"],
    ["a.in", "a.a"],
    ["a.inp", "a.ok"],
    ["input01.txt", "output01.txt"],
    ["input_2.txt", "output_2.txt"],
    ["in1", "out1"],
    ["input1.txt", "answer1.txt"],
    ["1.in.txt", "1.out.txt"],
    ["case_1_in.txt", "case_1_out.txt"],
    ["x.in1", "x.out1"],
    ["sum1-2.in", "sum1-2.out"],
    ["in/1.txt", "out/1.txt"],
    ["input/input00.txt", "output/output00.txt"],
    ["tests/inputs/a", "tests/outputs/a"],
    ["secret/group1/01.in", "secret/group1/01.ans"],
    ["tests/01", "tests/01.a"],
    ["1.in", "1.expected"],
    ["1.in", "1.res"],
    ["1.stdin", "1.stdout"],
    ["1.input.txt", "1.expected.txt"],
    ["1.txt", "1.ans.txt"],
    ["a.in", "a.in.ans"],
    ["test1/input", "test1/output"],
    ["test1/input.txt", "test1/output.txt"],
    ["input.txt", "output.txt"],
  ])("pairs %s with %s", (input, output) => {
    const result = named(output, input);
    expect(names(result)).toEqual([[input, output]]);
    expect(result.unpaired).toEqual([]);
  });
  it("keeps folders apart, samples first, and says which may be seen", () => {
    const result = named("secret/1.in", "secret/1.ans", "sample/1.in", "sample/1.ans", "2.in", "2.ans");
    expect(result.pairs.map(({ name, sample }) => [name, sample])).toEqual([
      ["sample/1", true],
      ["2", null],
      ["secret/1", false],
    ]);
  });
  it("names what has no partner, what it does not know, and what is there twice", () => {
    expect(named("1.in", "2.out", "readme.md").unpaired).toEqual(["1.in", "2.out", "readme.md"]);
    expect(named("1.in", "1.out", "1.ans").unpaired).toEqual(["1.ans"]);
  });
  it("passes over what systems leave behind", () => {
    expect(named("__MACOSX/._1.in", ".DS_Store", "1.in", "1.out")).toMatchObject({ pairs: [{ name: "1" }], unpaired: [] });
  });
});
