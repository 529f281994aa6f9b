// Each page by the rules of accessibility, light and dark, wide and on a phone; by keyboard alone; and how soon it is there.

import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { asSomebody, chooseLanguage, editor, launch, newPerson, verdict, violationsOf, visit, write } from "./browser.ts";
import { Server } from "./server.ts";

let server: Server;
let browser: Browser;
let problemId: string;
let admin: string;
let student: string;
const submissions: string[] = [];

const STATEMENT = "Read $n$ and print $n^2$.\n\n## Input\n\nOne number, $1 \\le n \\le 10^9$.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\ncode\n```\n\n- [x] done\n\n[a link](https://example.org)";

beforeAll(async () => {
  server = await Server.start();
  browser = await launch();
  admin = await server.login();
  const person = newPerson();
  await server.call("POST", "/auth/register", person);
  student = await server.login(person);
  problemId = await server.createProblem({
    title: "Squares",
    description: STATEMENT,
    tags: ["arithmetic", "warm-up"],
    scoring: "groups",
    testCases: [1, 2, 3, 4].map((n) => ({ input: `${n}\n`, output: `${n * n}\n`, visibility: n < 3 ? ("public" as const) : ("private" as const), group: n < 3 ? "small" : "large" })),
  });
  const programs = ["n = int(input())\nprint(n * n)\n", "n = int(input())  # a number\nprint(n * n + n // 2)  # and half of it: 'wrong'\n", "print(x\n"];
  for (const code of programs) {
    submissions.push(await server.judge(problemId, "python", code, student));
    await server.judge(problemId, "python", code, admin);
  }
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

const signedOut: [string, string][] = [
  ["signing in", "/app/login"],
  ["registering", "/app/register"],
  ["nothing", "/app/nowhere"],
];
const ofStudents = (): [string, string][] => [
  ["the problems", "/app/problems"],
  ["no match", "/app/problems?search=zzzz"],
  ["a problem", `/app/problems/${problemId}`],
  ["a problem that is not there", `/app/problems/${"0".repeat(24)}`],
  ["my submissions", "/app/submissions"],
  ["an accepted submission", `/app/submissions/${submissions[0]}`],
  ["a wrong one", `/app/submissions/${submissions[1]}`],
  ["one that does not compile", `/app/submissions/${submissions[2]}`],
  ["two compared", `/app/compare?left=${submissions[0]}&right=${submissions[1]}`],
  ["the profile", "/app/profile"],
  ["not for students", "/app/admin/users"],
];
const ofAdmins = (): [string, string][] => [
  ["the problems to manage", "/app/admin/problems"],
  ["a new problem", "/app/admin/problems/new"],
  ["the editor", `/app/admin/problems/${problemId}`],
  ["everyone's submissions", "/app/admin/submissions"],
  ["the users", "/app/admin/users"],
  ["the judge", "/app/admin/judge"],
];
/** Two of the four on each day, with both widths and both colours among them; `./test --all` has all. */
const [even, odd] = [{ light: {}, "dark phone": { dark: true, phone: true } }, { dark: { dark: true }, phone: { phone: true } }];
const isEven = Math.floor(Date.now() / 86_400_000) % 2 === 0;
const LOOKS = process.env.AUTOGRADER_TEST_WHOLE === "1" ? { ...even, ...odd } : isEven ? even : odd;

describe.each(Object.entries(LOOKS))("in %s, axe finds nothing", (_, looks) => {
  const look = async (token: string | undefined, pages: [string, string][]) => {
    const { context, page, complaints } = await visit(browser, server.url, looks);
    if (token !== undefined) await asSomebody(page, token);
    const found: string[] = [];
    for (const [where, path] of pages) {
      await page.goto(path);
      await page.getByRole("heading", { level: 1 }).first().waitFor();
      await page.waitForLoadState("networkidle");
      found.push(...(await violationsOf(page, where)));
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (overflow > 0) found.push(`${where}: wider than the screen by ${overflow}`);
    }
    expect({ found, complaints }).toEqual({ found: [], complaints: [] });
    await context.close();
  };
  it("on the pages before signing in", () => look(undefined, signedOut));
  it("on the pages of students", () => look(student, ofStudents()));
  it("on the pages of administrators", () => look(admin, ofAdmins()));

  it("on what is asked before something is done", async () => {
    const { context, page } = await visit(browser, server.url, looks);
    await asSomebody(page, admin);
    const found: string[] = [];
    const ask = async (where: string) => {
      await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).waitFor();
      found.push(...(await violationsOf(page, where)));
      await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
      await page.getByRole("dialog").waitFor({ state: "hidden" });
    };
    await page.goto(`/app/admin/problems/${problemId}`);
    await page.getByRole("tab", { name: /^Tests/ }).click();
    await page.getByRole("button", { name: "Remove test 2" }).click();
    await ask("removing a test");
    await page.getByRole("button", { name: "Add a test" }).click();
    await ask("a new test");
    await page.getByRole("tab", { name: "Settings" }).click();
    await page.getByRole("button", { name: "Delete" }).click();
    await ask("deleting a problem");
    await page.goto("/app/admin/users");
    for (const item of ["Make an administrator", "Set a new password", "Disable"]) {
      await page.getByRole("button", { name: "Actions for Ada Lovelace" }).first().click();
      await page.getByRole("menuitem", { name: item }).click();
      await ask(item);
    }
    await page.goto(`/app/problems/${problemId}`);
    if ("phone" in looks) await page.getByRole("tab", { name: "Code" }).click();
    await write(page, "# mine\n");
    await page.getByRole("button", { name: "Start again from the template" }).click();
    await ask("losing a draft");
    expect(found).toEqual([]);
    await context.close();
  });

  it("on lists and menus that are open", async () => {
    const { context, page, complaints } = await visit(browser, server.url, looks);
    await asSomebody(page, admin);
    const found: string[] = [];
    const close = async (where: string) => {
      found.push(...(await violationsOf(page, where)));
      await page.keyboard.press("Escape");
      await page.getByRole("listbox").or(page.getByRole("menu")).first().waitFor({ state: "hidden" });
    };
    const list = async (name: string) => {
      // Of one that takes several the field lies below what is chosen.
      await page.getByRole("combobox", { name, exact: true }).click({ force: name === "Languages" });
      await page.getByRole("option").first().waitFor();
      await close(`the list of ${name}`);
    };
    await page.goto(`/app/problems/${problemId}`);
    if ("phone" in looks) await page.getByRole("tab", { name: "Code" }).click();
    await list("Language");
    await page.goto("/app/admin/submissions");
    for (const name of ["Verdict", "Language", "Problem", "Student"]) await list(name);
    await page.getByRole("button", { name: /^Actions for the submission/ }).first().click();
    await page.getByRole("menuitem", { name: "Judge again" }).waitFor();
    await close("a submission's menu");
    await page.getByRole("button", { name: "phone" in looks ? "Menu" : "Teaching" }).click();
    await page.getByRole("menuitem", { name: "Users" }).waitFor();
    await close("the places to go");
    await page.goto(`/app/admin/problems/${problemId}`);
    await page.getByRole("tab", { name: "Settings" }).click();
    for (const name of ["Difficulty", "Languages", "Scoring", "How the output is compared"]) await list(name);
    await page.getByRole("tab", { name: /^Tests/ }).click();
    await list("Kind of test 1");
    expect({ found, complaints }).toEqual({ found: [], complaints: [] });
    await context.close();
  });

  it("on what opens: menus, dialogs, tabs, verdicts", async () => {
    const { context, page } = await visit(browser, server.url, looks);
    await asSomebody(page, admin);
    const found: string[] = [];
    const look = async (where: string) => void found.push(...(await violationsOf(page, where)));
    await page.goto(`/app/admin/problems/${problemId}`);
    await page.getByRole("tab", { name: /^Tests/ }).click();
    await page.getByRole("button", { name: "Edit test 1" }).waitFor();
    await look("the tests");
    await page.getByRole("button", { name: "Edit test 1" }).click();
    await page.getByRole("dialog").getByLabel("Expected output", { exact: true }).waitFor();
    await look("a test");
    await page.keyboard.press("Escape");
    await page.getByRole("tab", { name: "Settings" }).click();
    await look("the settings");
    await page.getByRole("button", { name: "Account" }).click();
    await page.getByRole("menuitem", { name: "Profile" }).waitFor();
    await look("the account's menu");
    await page.keyboard.press("Escape");
    await page.goto(`/app/problems/${problemId}`);
    if ("phone" in looks) await page.getByRole("tab", { name: "Code" }).click();
    await write(page, "n = int(input())\nprint(n)\n");
    await page.keyboard.press("Control+Enter");
    await verdict(page, "Wrong answer").waitFor();
    await look("a verdict");
    await page.getByRole("tab", { name: "My input" }).click();
    await look("an input of one's own");
    expect(found).toEqual([]);
    await context.close();
  });
});

describe("by keyboard alone", () => {
  it("a student signs in, finds a problem, writes, submits and leaves the editor", async () => {
    const { context, page } = await visit(browser, server.url);
    await page.goto("/app/login");
    const person = newPerson();
    await server.call("POST", "/auth/register", person);
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Skip to the content");
    const tabTo = async (name: string) => {
      for (let i = 0; i < 40; i++) {
        const at = await page.evaluate(() => {
          const element = document.activeElement as HTMLElement | null;
          return element?.getAttribute("aria-label") ?? (element as HTMLInputElement | null)?.labels?.[0]?.textContent ?? element?.textContent ?? "";
        });
        if (at.trim() === name) return;
        await page.keyboard.press("Tab");
      }
      throw new Error(`${name} is not reached by Tab`);
    };
    await tabTo("Email");
    await page.keyboard.type(person.email);
    await tabTo("Password");
    await page.keyboard.type(person.password);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Problems", level: 1 }).waitFor();
    await tabTo("Squares");
    await page.keyboard.press("Enter");
    await editor(page).waitFor();
    await tabTo("Program");
    await page.keyboard.press("Control+a");
    await page.keyboard.insertText("n = int(input())\nprint(n * n)\n");
    await page.keyboard.press("Control+Enter");
    await verdict(page, "Accepted").waitFor();
    await page.keyboard.press("Escape");
    await page.keyboard.press("Tab");
    expect(await editor(page).evaluate((element) => element.contains(document.activeElement))).toBe(false);
    // The bar between the panes moves by arrow keys.
    const bar = page.getByRole("separator", { name: "Width of statement and editor" });
    const before = Number(await bar.getAttribute("aria-valuenow"));
    await bar.focus();
    await page.keyboard.press("ArrowRight");
    await expect.poll(async () => Number(await bar.getAttribute("aria-valuenow"))).toBeGreaterThan(before);
    await context.close();
  });

  it("a student keeps the focus on the button that was pressed, and submits from beside the editor", async () => {
    const { context, page } = await visit(browser, server.url);
    await asSomebody(page, student);
    await page.goto(`/app/problems/${problemId}`);
    await write(page, "n = int(input())\nprint(n * n)\n");
    const sent: string[] = [];
    page.on("request", (request) => {
      if (request.method() === "POST" && /\/(run|submission\/create)$/.test(request.url())) sent.push(new URL(request.url()).pathname);
    });
    await page.route(/\/(run|submission\/create)$/, async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 300));
      await route.continue();
    });
    const focused = () => page.evaluate(() => document.activeElement?.textContent);
    const press = async (name: string, key: string) => {
      const button = page.getByRole("button", { name, exact: true });
      await button.focus();
      await page.keyboard.press(key);
      await expect.poll(() => button.getAttribute("aria-disabled")).toBe("true");
      expect(await focused()).toBe(name);
      // Once is enough.
      await page.keyboard.press("Enter");
      await expect.poll(() => button.getAttribute("aria-disabled"), { timeout: 20_000 }).toBe(null);
      expect(await focused()).toBe(name);
    };
    await press("Run samples", "Enter");
    const runs = sent.length;
    await press("Submit", "Enter");
    await verdict(page, "Accepted").waitFor();
    // The list of problems is another page.
    for (const name of ["More problems", "AutoGrader"]) {
      expect([name, await page.getByRole("link", { name, exact: true }).getAttribute("aria-current")]).toEqual([name, null]);
    }
    await page.getByRole("tab", { name: "My input" }).click();
    await page.getByLabel("Input for your program").press("Control+Enter");
    await expect.poll(() => sent.slice(runs).length, { timeout: 5_000 }).toBe(2);
    await page.getByRole("tab", { name: "Verdict" }).waitFor();
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await expect.poll(() => page.getByRole("button", { name: "Submit", exact: true }).getAttribute("aria-disabled"), { timeout: 5_000 }).toBe(null);
    await page.keyboard.press("Control+Enter");
    await expect.poll(() => sent.slice(runs), { timeout: 5_000 }).toEqual(Array(3).fill("/submission/create"));
    // Not from a window.
    await page.getByRole("button", { name: "Last versions" }).click();
    await page.getByRole("dialog").waitFor();
    await page.keyboard.press("Control+Enter");
    await page.waitForTimeout(500);
    expect(sent.slice(runs)).toHaveLength(3);
    await context.close();
  });
});

describe("a list of a thousand problems", () => {
  it("is searched and turned over", async () => {
    const body = (n: number) => ({ title: `Numbered ${n}`, description: "", difficulty: "medium", testCases: [{ input: "", output: "" }] });
    for (let n = 0; n < 1000; n += 20) {
      await Promise.all(Array.from({ length: 20 }, (_, i) => server.call("POST", "/problems/create", body(n + i), admin)));
    }
    const { context, page } = await visit(browser, server.url);
    await asSomebody(page, student);
    await page.goto("/app/problems");
    await page.getByText("1 solved of 1,001").waitFor();
    await page.getByRole("button", { name: "Next page" }).click();
    await page.getByText("Page 2 of 21").waitFor();
    await page.getByPlaceholder("Search problems").fill("Numbered 777");
    await page.getByRole("link", { name: "Numbered 777" }).waitFor();
    await expect.poll(() => page.getByRole("row").count()).toBe(2);
    await context.close();
  });
});

describe("a phone", () => {
  it("is enough to solve a problem", async () => {
    const { context, page } = await visit(browser, server.url, { phone: true });
    await asSomebody(page, student);
    await page.goto(`/app/problems/${problemId}`);
    await page.getByRole("tab", { name: "Code" }).click();
    await chooseLanguage(page, "JavaScript");
    await write(page, 'const n = Number(require("fs").readFileSync(0, "utf8"));\nconsole.log(n * n);\n');
    await page.getByRole("button", { name: "Submit" }).click();
    await verdict(page, "Accepted").waitFor();
    await context.close();
  });
});
