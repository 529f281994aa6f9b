// A program that crashes or takes too long: its lines in the traceback, what is said of a private test, and both clocks.

import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { asSomebody, chooseLanguage, editor, launch, newPerson, visit, write } from "./browser.ts";
import { Server } from "./server.ts";

interface Crash {
  language: string;
  code: string;
  /** Lines of the program that the traceback names. */
  lines: number[];
  /** Where it left the program, and by what. */
  line: number;
  name: string;
  /** All that is said, where it is no exception. */
  said?: string;
}
const CRASHES: Crash[] = [
  { language: "python", code: "def f(k):\n    return [][k]\nf(7)\n", lines: [2, 3], line: 2, name: "IndexError" },
  { language: "javascript", code: "function f() {\n  throw new TypeError('a secret');\n}\nf();\n", lines: [2, 4], line: 2, name: "TypeError" },
  {
    language: "java",
    code: "public class Main {\n  static int f(int[] a) {\n    return a[5];\n  }\n  public static void main(String[] args) {\n    f(new int[1]);\n  }\n}\n",
    lines: [3, 6],
    line: 3,
    name: "ArrayIndexOutOfBoundsException",
  },
  {
    language: "go",
    code: "package main\n\nimport \"os\"\n\nfunc main() {\n\tvar a []int\n\tos.Exit(a[len(os.Args)])\n}\n",
    lines: [7],
    line: 7,
    name: "runtime error: index out of range",
  },
  {
    language: "c",
    code: "#include <stdio.h>\n__attribute__((noinline)) static void add(int *a) {\n  *a += 1;\n}\nint main(int n, char **a) {\n  (void)a;\n  add(n == 7 ? &n : NULL);\n  printf(\"%d\\n\", n);\n}\n",
    lines: [3, 7],
    line: 3,
    name: "SIGSEGV",
    said: "The program was ended by SIGSEGV (it read or wrote memory that is not its own), line 3, a null pointer?",
  },
  {
    language: "cpp",
    code: "#include <bits/stdc++.h>\nint get(const std::vector<int>& v, int i) {\n  return v.at(i);\n}\nint main(int n, char **) {\n  std::vector<int> v(1);\n  return get(v, n + 7);\n}\n",
    lines: [3, 7],
    line: 3,
    name: "std::out_of_range",
  },
  { language: "c", code: "#include <assert.h>\nint main(int n, char **a) {\n  (void)a;\n  assert(n == 7);\n}\n", lines: [4], line: 4, name: "Assertion" },
  { language: "cpp", code: "#include <cassert>\nint main(int n, char **) {\n  assert(n == 7);\n}\n", lines: [3], line: 3, name: "Assertion" },
];

const LANGUAGE_NAMES: Record<string, string> = { python: "Python", javascript: "JavaScript", java: "Java", go: "Go", c: "C", cpp: "C++" };

let server: Server;
let browser: Browser;
let token: string;

beforeAll(async () => {
  server = await Server.start();
  browser = await launch();
  const person = newPerson();
  await server.call("POST", "/auth/register", person);
  token = await server.login(person);
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

/** The workspace of a new problem of one test, with the program and its verdict. */
async function judged(visibility: "public" | "private", language: string, code: string, limits: Record<string, number> = {}) {
  const testCases = [{ input: "1\n", output: "1\n", visibility }];
  const problemId = await server.createProblem({ title: "Squares", testCases, limits });
  await server.judge(problemId, language, code, token);
  const seen = await visit(browser, server.url);
  await asSomebody(seen.page, token);
  await seen.page.goto(`/app/problems/${problemId}`);
  await editor(seen.page).waitFor();
  return seen;
}
const markedLine = (page: Page, line: number) => page.locator(".cm-activeLineGutter", { hasText: new RegExp(`^${line}$`) });

describe.each(CRASHES)("a crash in $language", ({ language, code, lines, line, name, said }) => {
  const sentence = said ?? `The program ended with ${name}, line ${line}.`;

  it("on a public test shows its traceback, whose lines lead into the marked editor", async () => {
    const { context, page, complaints } = await judged("public", language, code);
    await page.getByText(sentence).first().waitFor();
    const errors = page.getByRole("region", { name: "Error output" });
    for (const one of lines) {
      await errors.locator(`button[title="Go to line ${one}"]`).first().click();
      await markedLine(page, one).waitFor();
    }
    await page.locator(".cm-lint-marker-error").first().waitFor();
    expect(await page.locator(".cm-lint-marker-error").count()).toBe(lines.length);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it("of a run on the samples shows the same", async () => {
    const testCases = [{ input: "1\n", output: "1\n", visibility: "public" as const }];
    const problemId = await server.createProblem({ title: "Squares", testCases });
    const { context, page, complaints } = await visit(browser, server.url);
    await asSomebody(page, token);
    await page.goto(`/app/problems/${problemId}`);
    await editor(page).waitFor();
    await chooseLanguage(page, LANGUAGE_NAMES[language] ?? language);
    await write(page, code);
    await page.getByRole("button", { name: "Run samples" }).click();
    await page.getByText(sentence).first().waitFor();
    const errors = page.getByRole("region", { name: "Error output" });
    for (const one of lines) {
      await errors.locator(`button[title="Go to line ${one}"]`).first().click();
      await markedLine(page, one).waitFor();
    }
    await page.locator(".cm-lint-marker-error").first().waitFor();
    expect(await page.locator(".cm-lint-marker-error").count()).toBe(lines.length);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it("on a private test tells its class and the student's own line, and no more", async () => {
    const { context, page } = await judged("private", language, code);
    await page.getByText(sentence).first().waitFor();
    expect(await page.getByRole("region", { name: "Error output" }).count()).toBe(0);
    expect(await page.getByRole("status").getByText("a secret").count()).toBe(0);
    await page.getByRole("button", { name: `Go to line ${line} of your program` }).click();
    await markedLine(page, line).waitFor();
    await page.locator(".cm-lint-marker-error").first().waitFor();
    await context.close();
  });
});

describe.each(["public", "private"] as const)("too much time on a %s test", (visibility) => {
  it.each([
    ["of the processor", "while True:\n    pass\n", "The program used more than 300 ms of processor time."],
    ["on the clock", "import time\ntime.sleep(60)\n", /^The program waited longer than .* without working\.$/],
  ])("%s: both clocks and the reason", async (_, code, reason) => {
    const { context, page } = await judged(visibility, "python", code, { timeLimitMs: 300 });
    await page.getByText(reason).first().waitFor();
    await page.getByRole("region", { name: "Test 1" }).getByText(/ of processor time · .* on the clock/).waitFor();
    await context.close();
  });
});
