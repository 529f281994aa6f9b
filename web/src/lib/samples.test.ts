import { describe, expect, it } from "vitest";

import { runsOf } from "./samples";

const whole = { input: "1\n", output: "2\n", inputBytes: 2, outputBytes: 2, truncated: false };

describe("samples", () => {
  it("are run, and compared with what they expect", () => {
    expect(runsOf([whole, { ...whole, input: "ä\n", inputBytes: 3 }])).toEqual([
      { input: "1\n", sample: { number: 1, expected: "2\n" } },
      { input: "ä\n", sample: { number: 2, expected: "2\n" } },
    ]);
  });
  it("whose output alone is too long are run all the same, and not compared", () => {
    expect(runsOf([{ ...whole, outputBytes: 70_000, truncated: true }, whole])).toEqual([
      { input: "1\n", sample: { number: 1 } },
      { input: "1\n", sample: { number: 2, expected: "2\n" } },
    ]);
  });
  it("whose input came cut are left out, and the others keep their numbers", () => {
    expect(runsOf([{ ...whole, inputBytes: 70_000, truncated: true }, whole])).toEqual([{ input: "1\n", sample: { number: 2, expected: "2\n" } }]);
  });
});
