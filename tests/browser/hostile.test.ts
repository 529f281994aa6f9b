// Markup in every field that a stranger may fill, on every page that shows it: all of it stays text.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { asSomebody, launch, newPerson, visit, type Visit } from "./browser.ts";
import { Server } from "./server.ts";

const MARKUP = `"><img src=x onerror="window.broken=1"><script>window.broken=1</script><svg onload="window.broken=1">{{7*7}}`;
const STATEMENT = `${MARKUP}

[link](javascript:window.broken=1) ![picture](https://evil.example/x.png) <a href="javascript:window.broken=1">x</a>

<iframe srcdoc="<script>parent.broken=1</script>"></iframe> <style>body{display:none}</style>

$\\href{javascript:window.broken=1}{x}$ $\\html${MARKUP}$

\`\`\`html
${MARKUP}
\`\`\`
`;
const quoted = JSON.stringify(MARKUP);

/** A problem whose program, statement and tests are of that name. */
function hostilePackage(name: string): Buffer {
  const place = mkdtempSync("/tmp/autograder-hostile-");
  const write = `
import sys, zipfile
name = sys.argv[1]
with zipfile.ZipFile("p.zip", "w") as archive:
    archive.writestr("problem.yaml", "problem_format_version: 2025-09\\nname: " + repr(name) + "\\nuuid: 5f0c3c0e-6d2b-4a0e-9a57-2f6f8f1f6aff\\n")
    archive.writestr("statement/problem.en.md", name)
    archive.writestr("data/secret/1.in", "1\\n")
    archive.writestr("data/secret/1.ans", "1\\n")
    archive.writestr("submissions/accepted/" + name + ".py", "print(input())\\n")
`;
  execFileSync("/usr/bin/python3", ["-c", write, name], { cwd: place });
  const bytes = readFileSync(`${place}/p.zip`);
  rmSync(place, { recursive: true });
  return bytes;
}

let server: Server;
let browser: Browser;
let seen: Visit;
let problemId: string;
let admin: string;
const submissions: Record<string, string> = {};

beforeAll(async () => {
  server = await Server.start();
  browser = await launch();
  admin = await server.login();
  const person = newPerson(MARKUP.slice(0, 100));
  await server.call("POST", "/auth/register", person);
  const token = await server.login(person);
  problemId = await server.createProblem({
    title: MARKUP.slice(0, 200),
    description: STATEMENT,
    tags: [`<img src=x onerror=window.broken=1>`, `"><b>t`],
    scoring: "groups",
    testCases: [
      { input: MARKUP, output: `${MARKUP}!`, visibility: "public", group: `<i>g"'` },
      { input: "1\n", output: "1\n", group: `<i>g"'` },
    ],
  });
  const programs: Record<string, [string, string]> = {
    printed: ["python", `print(${quoted})\n`],
    crashed: ["python", `print(${quoted})\nraise Exception(${quoted})\n`],
    compiled: ["cpp", `#error ${MARKUP}\n`],
  };
  for (const [name, [language, code]] of Object.entries(programs)) {
    submissions[name] = await server.judge(problemId, language, code, token);
  }
  seen = await visit(browser, server.url);
  await asSomebody(seen.page, admin);
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

const pages = (): [string, string][] => [
  ["the problem list", "/app/problems"],
  ["the problem", `/app/problems/${problemId}`],
  ["a submission that printed markup", `/app/submissions/${submissions.printed}`],
  ["one that crashed with it", `/app/submissions/${submissions.crashed}`],
  ["one that did not compile", `/app/submissions/${submissions.compiled}`],
  ["two compared", `/app/compare?left=${submissions.printed}&right=${submissions.crashed}`],
  ["the list of problems to manage", "/app/admin/problems"],
  ["the problem's editor", `/app/admin/problems/${problemId}`],
  ["everyone's submissions", `/app/admin/submissions?problemId=${problemId}`],
  ["the users", "/app/admin/users"],
  ["a search for it", `/app/problems?search=${encodeURIComponent(MARKUP)}&tag=${encodeURIComponent("<img src=x onerror=window.broken=1>")}`],
  ["a way back to another site", `/app/login?next=${encodeURIComponent("//evil.example/")}`],
];

describe("hostile strings", () => {
  it("stay text on every page, and nothing is loaded from elsewhere", async () => {
    const { page } = seen;
    const elsewhere: string[] = [];
    page.on("request", (request) => {
      const { protocol, origin } = new URL(request.url());
      if (protocol.startsWith("http") && origin !== server.url) elsewhere.push(request.url());
    });
    for (const [where, path] of pages()) {
      await page.goto(path);
      await page.getByRole("heading", { level: 1 }).first().waitFor();
      await page.waitForLoadState("networkidle");
      const found = await page.evaluate(() => ({
        broken: "broken" in window,
        elements: [...document.querySelectorAll("body *")]
          .filter((element) => {
            const names = element.getAttributeNames();
            const address = element.getAttribute("href") ?? element.getAttribute("src") ?? "";
            const script = element.tagName === "SCRIPT" && !element.hasAttribute("src");
            return names.some((name) => name.startsWith("on") || name === "srcdoc") || /^\s*javascript:/i.test(address) || script || element.tagName === "IFRAME";
          })
          .map((element) => element.outerHTML.slice(0, 200)),
        shown: getComputedStyle(document.body).display,
      }));
      expect({ where, ...found }).toEqual({ where, broken: false, elements: [], shown: "block" });
    }
    expect(elsewhere).toEqual([]);
  });

  it("stay text in every tab of the editor, in dialogs and in messages", async () => {
    const { page } = seen;
    await page.goto(`/app/admin/problems/${problemId}`);
    await page.getByRole("tab", { name: /^Tests/ }).click();
    await page.getByRole("button", { name: "Edit test 1" }).click();
    await expect.poll(() => page.getByRole("dialog").getByLabel("Input", { exact: true }).inputValue()).toBe(MARKUP);
    await page.keyboard.press("Escape");
    await page.getByRole("tab", { name: "Settings" }).click();
    await page.getByRole("button", { name: "Delete" }).click();
    await page.getByRole("dialog").getByText("window.broken").first().waitFor();
    await page.goto("/app/admin/users");
    await page.getByRole("button", { name: /window\.broken/ }).click();
    await page.getByRole("menuitem", { name: "Disable" }).click();
    await page.getByRole("dialog").getByText("window.broken").first().waitFor();
    expect(await page.evaluate(() => "broken" in window)).toBe(false);
  });

  it("stay text in the names of files, of tests and of what a package bundles", async () => {
    const { page } = seen;
    const name = `<img src=x onerror="window.broken=1">`;
    await page.goto(`/app/admin/problems/${problemId}`);
    await page.getByRole("tab", { name: /^Tests/ }).click();
    const pairs = page.waitForEvent("filechooser");
    await page.getByRole("button", { name: "Upload pairs" }).click();
    await (await pairs).setFiles([{ name: `${name}.in`, mimeType: "text/plain", buffer: Buffer.from("1") }]);
    await page.getByText(`left out: ${name}.in`).waitFor();
    await page.goto("/app/admin/problems");
    await page.getByRole("button", { name: "Import a package" }).click();
    const archive = page.waitForEvent("filechooser");
    await page.getByRole("button", { name: "Choose a zip file" }).click();
    await (await archive).setFiles({ name: `${name}.zip`, mimeType: "application/zip", buffer: hostilePackage(name) });
    // Taken or refused: the name is among the words.
    await page.getByRole("dialog").getByText("window.broken").first().waitFor({ timeout: 90_000 });
    expect(await page.evaluate(() => ["broken" in window, document.querySelectorAll("img[src=x]").length])).toEqual([false, 0]);
  });

  it("are shown as they were written", async () => {
    const { page } = seen;
    await page.goto(`/app/submissions/${submissions.compiled}`);
    await page.locator("pre", { hasText: `error: #error ${MARKUP}` }).first().waitFor();
    await page.goto(`/app/submissions/${submissions.printed}`);
    await page.getByRole("region", { name: "Expected output next to yours" }).getByText("onerror").first().waitFor();
  });

  it("never made the browser complain", () => {
    expect(seen.complaints).toEqual([]);
  });
});
