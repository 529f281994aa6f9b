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
    ["input_1", "expected_1"],
    ["input_1.txt", "expected_1.txt"],
    ["input1.txt", "output1.txt"],
    ["input-1.txt", "expected-output-1.txt"],
    ["input1", "expected_output1"],
    ["input (1).txt", "output (1).txt"],
    ["1_in", "1_out"],
    ["1-in", "1-out"],
    ["1_input.txt", "1_output.txt"],
    ["1_input", "1_expected"],
    ["01_input.txt", "01_expected_output.txt"],
    ["test_input_1.txt", "test_output_1.txt"],
    ["test1_in.txt", "test1_ans.txt"],
    ["in_1.txt", "out_1.txt"],
    ["in.1", "out.1"],
    ["INPUT1.TXT", "OUTPUT1.TXT"],
    ["stdin_1.txt", "stdout_1.txt"],
    ["input_small.txt", "output_small.txt"],
    ["input_a", "expected_a"],
    ["1.in", "1.exp"],
    ["1.txt", "1_expected.txt"],
    ["1.dat", "1.ans"],
    ["in.txt", "out.txt"],
    ["in.txt", "expected.txt"],
    ["input/1.txt", "expected/1.txt"],
    ["input/input_1", "expected/expected_1"],
    ["inputs/1.in", "answers/1.ans"],
  ])("pairs %s with %s", (input, output) => {
    const result = named(output, input);
    expect(names(result)).toEqual([[input, output]]);
    expect(result.unpaired).toEqual([]);
  });
  it("keeps many pairs of one folder apart, whatever they are called", () => {
    for (const [input, output] of [["input_*", "expected_*"], ["*_in", "*_out"], ["input*.txt", "output*.txt"], ["case *-input.txt", "case *-answer.txt"]] as const) {
      const paths = ["1", "2", "10"].map((n) => [input.replace("*", n), output.replace("*", n)]);
      const result = named(...paths.flat().reverse());
      expect(names(result)).toEqual(paths);
      expect(result.unpaired).toEqual([]);
    }
  });
  it("lets names say what a folder of another meaning does not", () => {
    expect(names(named("correct/1.in", "correct/1.out"))).toEqual([["correct/1.in", "correct/1.out"]]);
  });
  it("takes no word apart for a name", () => {
    expect(named("main.py", "solution.txt", "training.md", "notes 1.txt").pairs).toEqual([]);
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
