import { readFileSync } from "node:fs";

import { describe, expect, it } from "vitest";

import { expectedWords, healthWords, serverMessage, serverReason, testsByName, verificationWords } from "./server_words";
import { server as german } from "./text/de/server";
import { server as english } from "./text/en/server";

const documented = readFileSync("../docs/errors.md", "utf8");
const listed = (heading: string) =>
  [...(documented.split(`## ${heading}\n`)[1]?.split("\n## ")[0] ?? "").matchAll(/^- `(.+)`$/gm)].map(([, sentence]) => sentence ?? "");

describe("sentences of the server", () => {
  it("has words of the catalogue where it is known, with what the server put in", () => {
    expect(serverMessage("Signing in failed")).toBe("Signing in failed");
    expect(serverReason("email or password: wrong")).toBe("The email address or the password is wrong.");
    expect(serverReason("rate limit: at most 20 requests in 60 s; try again in 7 s")).toBe("At most 20 requests in 60 s are allowed. Try again in 7 s.");
    expect(serverReason("12 submissions are ahead")).toBe("12 submissions are ahead.");
  });
  it("is shown as it came where it is not", () => {
    expect(serverMessage("constructor")).toBe("constructor");
    expect(serverReason("title: has no rhyme")).toBe("Title: has no rhyme.");
    expect(serverReason(" ")).toBe("");
  });
  it("names fields as the page does", () => {
    expect(serverReason("title: over 200 characters")).toBe("Title has more than 200 characters.");
    expect(serverReason("limits.timeLimitMs: must be 100 to 60000")).toBe("Time limit (ms) must be from 100 to 60,000.");
    expect(serverReason("testCases[2].weight: must be 0 to 1000")).toBe("Weight of test 3 must be from 0 to 1,000.");
    expect(serverReason("code: over 65536 bytes")).toBe("Program has more than 65,536 bytes.");
    expect(serverReason("testCases[0]: must be an object")).toBe("Test 1 must be an object.");
    expect(serverReason("difficulty: must be one of easy, medium, hard")).toBe("Difficulty must be one of: easy, medium, hard.");
    expect(serverReason("constructor: required")).toBe("constructor is required.");
  });

  it("says of a solution why its verdict is another than it should be", () => {
    expect(verificationWords("secret/3: WA, but submissions/accepted permits only AC")).toBe("secret/3: Wrong answer. A solution that should be accepted must pass every test.");
    expect(verificationWords('1: TLE, but its place permits only AC/WA (first difference: line 1, column 2: expected "4", found "5")')).toBe(
      '1: Time limit exceeded. its place allows only: Accepted or Wrong answer (first difference in line 1, column 2: expected "4", found "5").',
    );
    expect(verificationWords("no test of group1 got RE, as submissions/x requires")).toBe("No test of group1 ended with: Runtime error. The folder “x” of the package requires one.");
    expect(verificationWords("something new")).toBe("Something new.");
    expect(verificationWords("1 and 10 more tests: WA, but submissions/submissions.yaml, line 3 permits only AC", { code: "difference", outputLine: 2, outputColumn: 1, sentence: "" })).toBe(
      "1 and 10 more tests: Wrong answer. submissions/submissions.yaml, line 3 allows only: Accepted. The output is not the expected one, first in line 2, column 1.",
    );
    expect(verificationWords("the time limit of 1 s is less than 2 times the slowest solution that must pass: 8.684 s, x.py")).toBe("The time limit of 1 s is less than 2 times the slowest solution that must pass: 8.68 s, x.py.");
    expect(expectedWords("WA, TLE/RE in secret/b*")).toBe("Wrong answer, Time limit exceeded or Runtime error in secret/b*");
    expect(expectedWords("any")).toBe("any");
  });
  it("calls tests and solutions of a problem as its page does", () => {
    const typed = testsByName([{ tags: [] }, { tags: [] }, { tags: [] }]);
    const words = (said: string, tests = typed) => verificationWords(said, undefined, tests);
    expect(words("sample/1: WA, but submissions/accepted permits only AC")).toBe("Test 1: Wrong answer. A solution that should be accepted must pass every test.");
    expect(words("secret/3 and 4 more tests: RE, but submissions/accepted permits only AC (exit code 1)")).toBe(
      "Test 3 and 4 more tests: Runtime error (exit code 1). A solution that should be accepted must pass every test.",
    );
    expect(words("secret/2: RE, but submissions/wrong_answer permits only AC/WA")).toBe(
      "Test 2: Runtime error. The expected verdict “Wrong answer” allows only: Accepted or Wrong answer.",
    );
    expect(words("no test got TLE, as submissions/time_limit_exceeded requires")).toBe(
      "No test ended with: Time limit exceeded. The expected verdict “Time limit exceeded” requires one.",
    );
    expect(words("submissions/accepted has no solution that was judged")).toBe("No solution that should be accepted has been judged.");
    expect(words("the time limit of 1 s is less than 2 times the slowest solution that must pass: 0.7 s, submissions/accepted/slow.py")).toMatch(/pass: 700 ms, slow\.py\.$/);
    // A test of a package keeps the name of its file, beside its number.
    const packaged = testsByName([{ tags: ["sample/1"] }, { tags: ["secret/1"] }, { tags: [] }]);
    expect(words("secret/1: WA, but submissions/accepted permits only AC", packaged)).toMatch(/^Test 2 \(.*secret\/1.*\): Wrong answer/);
    expect(words("secret/3: WA, but submissions/accepted permits only AC", packaged)).toMatch(/^Test 3: Wrong answer/);
  });
  it("says what is wrong in a package", () => {
    expect(serverReason("problem.yaml: not found: this is not a problem package")).toBe("problem.yaml: not found: this is not a problem package.");
    expect(serverReason("problem.yaml: line 3: limits.time_limit: must be a number from 0.1 to 60")).toBe("problem.yaml, line 3, limits.time_limit: must be a number from 0.1 to 60.");
    expect(serverReason("data/secret/1.ans: has no input file")).toBe("data/secret/1.ans: has no input file.");
    expect(serverReason("the archive is not a zip archive")).toBe("The archive is not a zip archive.");
  });
  it("says how the server is", () => {
    expect(healthWords("language C++: no g++ found; install it so that one of these exists: /usr/bin/g++")).toBe(
      "C++ cannot be judged: g++ is not installed. Install it so that one of these exists: /usr/bin/g++",
    );
    expect(healthWords("something new")).toBe("Something new.");
  });

  // The tests of the API hold what it says to the same page.
  it("has words in each language for all that docs/errors.md lists", () => {
    expect(listed("Messages").length).toBeGreaterThan(40);
    expect(listed("Reasons").length).toBeGreaterThan(80);
    for (const server of [english, german]) {
      expect(listed("Messages").filter((sentence) => !Object.hasOwn(server.messages, sentence))).toEqual([]);
      expect(listed("Verifications").length).toBeGreaterThan(10);
      expect(listed("Verifications").filter((sentence) => !Object.hasOwn(server.verification, sentence))).toEqual([]);
      expect(listed("Packages").length).toBeGreaterThan(100);
      expect(listed("Packages").filter((said) => !Object.hasOwn(server.packages, said))).toEqual([]);
      expect(listed("Health").length).toBeGreaterThan(6);
      expect(listed("Health").filter((sentence) => !Object.hasOwn(server.health, sentence))).toEqual([]);
      const reasons = { ...server.reasons, ...server.ofFields };
      expect(listed("Reasons").filter((sentence) => !Object.hasOwn(reasons, sentence))).toEqual([]);
    }
  });
});
