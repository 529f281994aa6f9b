// What a student sees of a verdict, for a teacher who looks at a problem as one. The server leaves the same out of what it
// gives to students (src/domain/viewer.cpp), and that decides; this only shows it.

import type { Submission, TestReport } from "./api/resources/submission";
import type { Reason } from "./reasons";

/** Without what the program could choose, and so tell of a private test what it read there. */
function withoutChoice(reason: Reason): Reason {
  const seen = { ...reason };
  delete seen.number;
  delete seen.outputLine;
  delete seen.outputColumn;
  if (seen.hint === "minusOne") delete seen.hint;
  return seen;
}

function seenTest(test: TestReport): TestReport {
  const { reason } = test;
  if (test.visibility === "public") return test;
  const hidden = { input: "", expected: "", output: "", errors: "", trace: [], truncated: false, message: reason?.sentence ?? "" };
  return { ...test, ...hidden, ...(reason === undefined ? {} : { reason: withoutChoice(reason) }) };
}

/** The verdict without what a student does not see of it. */
export function asStudentSees(submission: Submission): Submission {
  const { tests, reason } = submission;
  const decided = tests.find(({ status }) => status !== "AC");
  const seen = { ...submission, adminDetail: "", tests: tests.map(seenTest) };
  if (submission.status === "CE" || decided?.visibility !== "private") return seen;
  const words = decided.reason === undefined ? "" : `test ${decided.index} (private): ${decided.reason.sentence}`;
  return { ...seen, output: "", message: words, ...(reason === undefined ? {} : { reason: withoutChoice(reason) }) };
}
