// What comes out of the printer: all of the work, dark on white.

import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { asSomebody, chooseLanguage, editor, launch, newPerson, verdict, visit, write } from "./browser.ts";
import { Server } from "./server.ts";

let server: Server;
let browser: Browser;
let problemId: string;

beforeAll(async () => {
  server = await Server.start();
  browser = await launch();
  const test = (n: number, visibility: "public" | "private") => ({ input: `${n}\n`, output: `${n * n}\n`, visibility });
  problemId = await server.createProblem({
    title: "Squares",
    description: "Print the square of a number.",
    scoring: "weighted",
    testCases: [test(2, "public"), test(0, "public"), test(4, "private")],
  });
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

// More lines than a screen shows; the input 0 ends it with an error at line 2, behind a line that no paper is wide enough for.
const PROGRAM = ["n = int(input()); n or print('w' * 600)", "x = 1 // n", ...Array.from({ length: 120 }, (_, i) => `# line ${i + 3}`), "print(n * n)"].join("\n");

/** What a reader of the paper sees, and how dark it is. */
async function paper(page: Page): Promise<void> {
  const words = await page.locator("body").innerText();
  expect(words).toContain("# line 122");
  expect(words).toContain("123");
  expect(words).toContain("ZeroDivisionError");
  expect(words).toMatch(/File .*line 2/);
  expect(await page.locator(".cm-content").first().isVisible()).toBe(false);
  const tests = page.getByRole("list", { name: "Tests" }).first();
  expect(await tests.locator("svg[data-glyph]").evaluateAll((all) => all.map((one) => [one.getAttribute("data-glyph"), one.getBoundingClientRect().width > 0]))).toEqual([
    ["AC", true],
    ["RE", true],
    ["AC", true],
  ]);
  // Of all words the lightness, and of what is behind them.
  const pale = await page.evaluate(() => {
    const light = (colour: string) => {
      const [r = 0, g = 0, b = 0, a = 1] = (/\((.*)\)/.exec(colour)?.[1] ?? "").split(/[ ,/]+/).map(Number);
      return a === 0 ? null : (0.3 * r + 0.6 * g + 0.1 * b) / 255;
    };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found: string[] = [];
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const of = node.parentElement;
      if (of === null || node.textContent?.trim() === "" || !of.checkVisibility({ visibilityProperty: true }) || of.getBoundingClientRect().width < 3) continue;
      if ((light(getComputedStyle(of).color) ?? 0) > 0.62) found.push(node.textContent ?? "");
    }
    return { found, background: light(getComputedStyle(document.body).backgroundColor) };
  });
  expect(pale.found).toEqual([]);
  expect(words).toContain("w".repeat(600));
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
  expect(pale.background ?? 1).toBeGreaterThan(0.95);
}

/** Whose it is, of what, and of which day: in the first lines. */
function heading(words: string, name: string): void {
  const top = words.slice(0, 400);
  expect(top).toContain(name);
  expect(top).toContain("Squares");
  expect(top).toContain(new Date().toLocaleDateString("en-US", { dateStyle: "medium" }));
}

describe.each([{ dark: false }, { dark: true }])("on paper, from a screen with %o", (looks) => {
  it("are statement, program, strip, verdict and traceback of the workspace, and of a submission's page", async () => {
    const { context, page } = await visit(browser, server.url, looks);
    const ada = newPerson();
    await server.call("POST", "/auth/register", ada);
    const token = await server.login(ada);
    await asSomebody(page, token);
    await page.goto(`/app/problems/${problemId}`);
    await editor(page).waitFor();
    await chooseLanguage(page, "Python");
    await write(page, PROGRAM);
    await page.keyboard.press("Control+Enter");
    await verdict(page, "67 / 100").or(verdict(page, "Runtime error")).first().waitFor();
    await page.getByText("ZeroDivisionError").first().waitFor();
    // The verdict is printed whatever tab is open.
    await page.getByRole("tab", { name: "My input" }).click();
    await page.emulateMedia({ media: "print" });
    await page.getByText("ZeroDivisionError").first().waitFor();
    await paper(page);
    const words = await page.locator("body").innerText();
    expect(words).toContain("Print the square of a number.");
    heading(words, ada.name);
    expect(words).not.toContain("Submit");
    if (process.env.AUTOGRADER_PAPER !== undefined) {
      await page.screenshot({ path: `${process.env.AUTOGRADER_PAPER}/workspace-${looks.dark}.png`, fullPage: true });
      await page.pdf({ path: `${process.env.AUTOGRADER_PAPER}/workspace-${looks.dark}.pdf` });
    }
    // The screen has its scheme back.
    await page.emulateMedia({ media: "screen" });
    await expect.poll(() => page.evaluate(() => document.documentElement.dataset.mantineColorScheme)).toBe(looks.dark ? "dark" : "light");

    const [row] = await server.call<{ _id: string }[]>("GET", `/submission/getSubmission?problemId=${problemId}`, undefined, token);
    await page.goto(`/app/submissions/${row?._id}`);
    await page.getByText("ZeroDivisionError").first().waitFor();
    await page.locator(".cm-content").waitFor();
    await page.emulateMedia({ media: "print" });
    await page.getByText("# line 122").last().waitFor();
    await paper(page);
    heading(await page.locator("body").innerText(), ada.name);
    if (process.env.AUTOGRADER_PAPER !== undefined) {
      await page.screenshot({ path: `${process.env.AUTOGRADER_PAPER}/submission-${looks.dark}.png`, fullPage: true });
      await page.pdf({ path: `${process.env.AUTOGRADER_PAPER}/submission-${looks.dark}.pdf` });
    }
    await context.close();
  });
});
