// Public tests as the problem's page has them: of a long text the server sends the beginning alone.

import type { TestCase } from "./api/resources/problems";
import { byteLength } from "./format";
import type { RunInput } from "./outbox";

type Sample = Pick<TestCase, "input" | "output" | "inputBytes" | "outputBytes" | "truncated">;

/** `truncated` says that one of the two texts is cut, and not which. */
export const hasWholeInput = (test: Sample): boolean => !test.truncated || byteLength(test.input) === test.inputBytes;
export const hasWholeOutput = (test: Sample): boolean => !test.truncated || byteLength(test.output) === test.outputBytes;

/** Those that can be run here. Where the expected output came cut, the program's own is not compared. */
export const runsOf = (samples: Sample[]): RunInput[] =>
  samples.flatMap((test, i) =>
    hasWholeInput(test) ? [{ input: test.input, sample: { number: i + 1, ...(hasWholeOutput(test) ? { expected: test.output } : {}) } }] : [],
  );
