// A new student: from registering to an accepted program in each language, with what happens on the way.

import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { chooseLanguage, editor, launch, newPerson, register, verdict, visit, write, type Visit } from "./browser.ts";
import { Server } from "./server.ts";

// Reads a number, prints its square; one a language, and its template is what stands in the editor before.
const SQUARES: Record<string, string> = {
  C: '#include <stdio.h>\nint main(void) { long n; scanf("%ld", &n); printf("%ld\\n", n * n); }\n',
  "C++": "#include <iostream>\nint main() { long n; std::cin >> n; std::cout << n * n << '\\n'; }\n",
  Go: 'package main\n\nimport "fmt"\n\nfunc main() {\n\tvar n int\n\tfmt.Scan(&n)\n\tfmt.Println(n * n)\n}\n',
  Java: "import java.util.Scanner;\npublic class Main {\n  public static void main(String[] args) {\n    long n = new Scanner(System.in).nextLong();\n    System.out.println(n * n);\n  }\n}\n",
  JavaScript: 'const n = Number(require("fs").readFileSync(0, "utf8"));\nconsole.log(n * n);\n',
  Python: "n = int(input())\nprint(n * n)\n",
};
// Long enough a test that somebody sees the strip fill.
const SLOW = "import time\nn = int(input())\nend = time.process_time() + 0.3\nwhile time.process_time() < end:\n    pass\nprint(n * n if n != 3 else 8)\n";

let server: Server;
let browser: Browser;
let seen: Visit;
let page: Page;
const ada = newPerson();

beforeAll(async () => {
  server = await Server.start();
  browser = await launch();
  const testCases = [1, 2, 3, 4, 5, 6].map((n) => ({
    input: `${n}\n`,
    output: `${n * n}\n`,
    visibility: n <= 3 ? ("public" as const) : ("private" as const),
  }));
  await server.createProblem({
    title: "Squares",
    description: "Print $n^2$.",
    testCases,
    tags: ["arithmetic"],
    scoring: "weighted",
  });
  seen = await visit(browser, server.url);
  page = seen.page;
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

describe("a new student", () => {
  it("is led from the first page to signing in, and registers", async () => {
    await page.goto("/");
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    await page.getByRole("link", { name: "Create an account" }).click();
    await register(page, ada);
    await page.getByRole("button", { name: "Account" }).click();
    await page.getByRole("menuitem", { name: /Ada Lovelace/ }).waitFor();
    await page.keyboard.press("Escape");
  });

  it("finds a problem by its words, its difficulty and its tag", async () => {
    await page.getByPlaceholder("Search problems").fill("nothing of that name");
    await page.getByText("No problem matches").waitFor();
    await page.getByRole("button", { name: "Clear filters" }).click();
    await page.getByRole("button", { name: "arithmetic" }).click();
    await page.waitForURL(/tag=arithmetic/);
    await page.getByPlaceholder("Search problems").fill("squar");
    await page.waitForURL(/search=squar/);
    await page.getByRole("row", { name: /Not tried yet/ }).getByRole("link", { name: "Squares" }).click();
    await page.locator(".katex").waitFor();
    expect(await page.getByRole("button", { name: /Copy the input of sample/ }).count()).toBe(3);
    await seen.context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.getByRole("button", { name: "Copy the output of sample 3" }).click();
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe("9\n");
  });

  it("runs a program on custom input", async () => {
    await write(page, "print(int(input()) + 1)\n");
    await page.getByRole("tab", { name: "My input" }).click();
    await page.getByLabel("Input for your program").fill("41\n");
    await page.getByRole("button", { name: "Run", exact: true }).click();
    await page.getByText("Finished").waitFor();
    expect(await page.locator("pre", { hasText: "42" }).count()).toBe(1);
  });

  it("finds that input after a reload of the page", async () => {
    const input = page.getByLabel("Input for your program");
    await input.fill("1234\n");
    await page.reload();
    await page.getByRole("tab", { name: "My input" }).click();
    expect(await input.inputValue()).toBe("1234\n");
  });

  it("sees the tests fill in one by one, then the first difference side by side", async () => {
    await write(page, SLOW);
    await page.keyboard.press("Control+Enter");
    await page.getByText(/[1-5] of 6 tests judged/).waitFor();
    expect(await page.getByRole("button", { name: /^Test \d: Accepted/ }).count()).toBeGreaterThan(0);
    await verdict(page, "Wrong answer").waitFor();
    await page.getByText("83.33 / 100").waitFor();
    const difference = page.getByRole("region", { name: "Expected output next to yours" });
    await difference.waitFor();
    expect(await difference.locator("mark").allTextContents()).toEqual(["9", "8"]);
  });

  it("sees of a private test its figures alone", async () => {
    await page.getByRole("button", { name: /^Test 5: / }).click();
    await page.getByText("Private test.").waitFor();
    expect(await page.getByRole("region", { name: "Expected output next to yours" }).count()).toBe(0);
  });

  it("is led to the line that does not compile, in every language that has one", async () => {
    const broken: [string, string, number][] = [
      ["C++", "int main() {\n  int x = 1;\n  return y;\n}\n", 3],
      ["Python", "x = 1\nprint(x\n", 2],
      ["Java", "public class Main {\n  public static void main(String[] args) {\n    int x = y;\n  }\n}\n", 3],
      ["Go", "package main\n\nfunc main() {\n\tx\n}\n", 4],
      ["JavaScript", "const a = 1;\nconst const = 2;\n", 2],
      ["C", "int main(void) {\n  return y;\n}\n", 2],
    ];
    for (const [language, code, line] of broken) {
      await chooseLanguage(page, language);
      await write(page, code);
      await page.keyboard.press("Control+Enter");
      await verdict(page, "Compile error").waitFor();
      const place = page.locator(`button[title="Go to line ${line}"]`).first();
      await place.click();
      await page.locator(".cm-activeLineGutter", { hasText: new RegExp(`^${line}$`) }).waitFor();
      await page.locator(".cm-lint-marker-error").first().waitFor();
    }
  });

  it("is led to the line on the submission's own page, too", async () => {
    await page.getByRole("link", { name: "Open this submission" }).click();
    await page.locator('button[title="Go to line 2"]').first().click();
    const selected = () =>
      page.evaluate(() => window.getSelection()?.anchorNode?.parentElement?.closest(".cm-line")?.textContent ?? "");
    await expect.poll(selected).toContain("return y;");
    await page.goBack();
    await editor(page).waitFor();
  });

  it("solves the problem in each language, from its template", async () => {
    for (const [language, code] of Object.entries(SQUARES)) {
      await chooseLanguage(page, language);
      await page.getByRole("button", { name: "Start again from the template" }).click();
      const replace = page.getByRole("button", { name: "Replace" });
      await replace.click();
      await replace.waitFor({ state: "hidden" });
      await page.getByText("Hello, world!").first().waitFor();
      await write(page, code);
      await page.keyboard.press("Control+Enter");
      await page.getByText("6 of 6 tests passed").waitFor();
      await verdict(page, "Accepted").waitFor();
    }
  });

  it("finds their drafts after a reload of the page", async () => {
    await chooseLanguage(page, "Go");
    await write(page, "package main // half done\n");
    await page.reload();
    await page.getByText("// half done").waitFor();
    await chooseLanguage(page, "Python");
    await page.getByText("n = int(input())").waitFor();
    expect(await editor(page).textContent()).not.toContain("half done");
  });

  it("sees the problem solved, and every submission in the history", async () => {
    await page.getByRole("link", { name: "Problems", exact: true }).click();
    await page.getByRole("row", { name: /Solved/ }).getByText("Squares").waitFor();
    await page.getByRole("link", { name: "Submissions", exact: true }).click();
    await page.getByText("13 submissions").waitFor();
    await page.getByRole("combobox", { name: "Verdict" }).click();
    await page.getByRole("option", { name: "Compile error" }).click();
    await page.getByText("6 submissions").waitFor();
    await page.getByRole("combobox", { name: "Language" }).click();
    await page.getByRole("option", { name: "Java", exact: true }).click();
    await page.getByText("1 submission", { exact: true }).waitFor();
  });

  it("compares two of their own, and downloads one", async () => {
    await page.goto("/app/submissions");
    for (const i of [0, 1]) await page.getByRole("checkbox").nth(i).check();
    await page.getByRole("link", { name: "Compare" }).click();
    await page.locator(".cm-merge-b .cm-changedLine").first().waitFor();
    await page.goto("/app/submissions");
    await page.getByRole("link", { name: /^Accepted/ }).first().click();
    await page.getByRole("heading", { name: "Submission to Squares" }).waitFor();
    expect(await page.getByRole("row", { name: /Accepted/ }).count()).toBe(6);
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Download" }).click()]);
    expect(download.suggestedFilename()).toMatch(/^submission-[0-9a-f]{8}\.py$/);
  });

  it("changes name and password, and signs in with the new one", async () => {
    await page.goto("/app/profile");
    await page.getByLabel("Name").fill("Ada King");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Name saved").waitFor();
    await page.getByLabel("Current password").fill(ada.password);
    await page.getByLabel("New password").fill("battery staple");
    await page.getByRole("button", { name: "Change password" }).click();
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    await page.getByLabel("Email").fill(ada.email);
    await page.getByLabel("Password", { exact: true }).fill(ada.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByText("The email address or the password is wrong.").waitFor();
    await page.getByLabel("Password", { exact: true }).fill("battery staple");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("heading", { name: "Problems", level: 1 }).waitFor();
  });

  it("never made the browser complain", () => {
    expect(seen.complaints).toEqual([]);
  });
});
