// The pages in German: nothing is left in English, dates and numbers have their German form, and the longer words fit. A reader
// gets the language that the browser asks for, and can change it without losing what was typed.

import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { asSomebody, editor, launch, newPerson, verdict, violationsOf, visit, write } from "./browser.ts";
import { Server } from "./server.ts";

let server: Server;
let browser: Browser;
let admin: string;
let student: string;
let problemId: string;
let english: RegExp[];
const submissions: string[] = [];
const GERMAN = "de-DE";
/** A folder for a picture of each page, to look at. */
const PICTURES = process.env.AUTOGRADER_PICTURES;

/** What English says: each text, with anything where it puts something in. */
async function englishWords(): Promise<RegExp[]> {
  // The catalogues ask a browser for its language; here is none.
  (globalThis as { navigator?: unknown }).navigator ??= { languages: [] };
  const { words: en } = await import("../../web/src/lib/text/en/index.ts");
  const { words: de } = await import("../../web/src/lib/text/de/index.ts");
  const marks = ["\u0001", "\u0002", "\u0003", "\u0004"];
  const say = (leaf: unknown): string => (typeof leaf === "function" ? (leaf as (...given: unknown[]) => string)(...marks) : String(leaf));
  const escape = (part: string) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const found: RegExp[] = [];
  const germanOnes = new Set<string>();
  const walk = (tree: object, other: object) => {
    for (const [name, leaf] of Object.entries(tree) as [string, unknown][]) {
      const same = (other as Record<string, unknown>)[name];
      if (typeof leaf === "object" && leaf !== null) walk(leaf, same as object);
      else {
        germanOnes.add(say(same));
        const said = say(leaf);
        if (said !== say(same) && /\p{L}{3}.*\p{L}/u.test(said)) found.push(new RegExp(`^${said.split(/[\u0001-\u0004]/).map(escape).join(".*")}$`));
      }
    }
  };
  walk(en, de);
  return found.filter((pattern) => ![...germanOnes].some((word) => pattern.test(word)));
}

/** Texts, names and hints of the page that are English ones. Names of people and problems are German here. */
async function leftovers(page: Page): Promise<string[]> {
  const said = await page.evaluate(() => {
    const all: string[] = [document.title];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const parent = walker.currentNode.parentElement;
      if (parent?.closest("script, style, .cm-line, pre, code, [lang=en]") === null) all.push(walker.currentNode.textContent ?? "");
    }
    for (const element of document.querySelectorAll("*")) {
      if (element.closest("[lang=en]") !== element) for (const name of ["aria-label", "title", "placeholder", "alt"]) all.push(element.getAttribute(name) ?? "");
    }
    return all.map((one) => one.trim()).filter((one) => one !== "");
  });
  // The first administrator's name is a word of ours, too.
  return [...new Set(said.filter((one) => one !== "Administrator" && english.some((pattern) => pattern.test(one))))];
}

/** Texts that are cut off or reach out of the page. */
const overflow = (page: Page) =>
  page.evaluate(() => {
    const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    const cut = [...document.querySelectorAll<HTMLElement>("button, .mantine-Button-label, [role=tab], th, label, .mantine-Badge-root, main section input[readonly]")]
      .filter((one) => one.getClientRects().length > 0 && one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 1)
      .map((one) => `cut: ${(one instanceof HTMLInputElement ? one.value : (one.textContent ?? "")).trim()}`)
      .filter((one) => one !== "cut: ");
    const rows = [...document.querySelectorAll("[role=tablist][data-grow]")]
      .filter((list) => new Set([...list.querySelectorAll("[role=tab]")].map((tab) => Math.round(tab.getBoundingClientRect().top))).size > 1)
      .map((list) => `tabs in two rows: ${(list.textContent ?? "").trim()}`);
    const buttons = [...document.querySelectorAll("header *, main button")].filter((one) => {
      const box = one.getBoundingClientRect();
      const frame = one.closest("[role=region], .mantine-ScrollArea-root, table, [class*=strip]");
      return box.width > 1 && frame === null && (box.right > innerWidth + 1 || box.left < -1) && getComputedStyle(one).position !== "absolute";
    });
    return [...(wide > 0 ? [`wider by ${wide}`] : []), ...cut, ...rows, ...buttons.map((one) => `outside: ${(one.textContent ?? "").trim().slice(0, 60)}`)];
  });

beforeAll(async () => {
  english = await englishWords();
  server = await Server.start();
  browser = await launch();
  admin = await server.login();
  const person = newPerson("Grete Hermann");
  await server.call("POST", "/auth/register", person);
  student = await server.login(person);
  problemId = await server.createProblem({
    title: "Quadrate",
    description: "Lesen Sie $n$ und geben Sie $n^2$ aus.",
    tags: ["Rechnen"],
    scoring: "groups",
    limits: { timeLimitMs: 1500 },
    testCases: [1, 2, 3, 4].map((n) => ({ input: `${n}\n`, output: `${n * n}\n`, visibility: n < 3 ? ("public" as const) : ("private" as const), group: n < 3 ? "klein" : "gross" })),
  });
  for (const code of ["n = int(input())\nprint(n * n)\n", "n = int(input())\nprint(n * n + n // 2)\n", "print(x\n", "n = int(input())\nprint(1 // 0)\n"]) {
    submissions.push(await server.judge(problemId, "python", code, student));
  }
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

const signedOut: [string, string][] = [
  ["login", "/app/login"],
  ["register", "/app/register"],
  ["nowhere", "/app/nowhere"],
];
const ofStudents = (): [string, string][] => [
  ["problems", "/app/problems"],
  ["no-match", "/app/problems?search=zzzz"],
  ["problem", `/app/problems/${problemId}`],
  ["gone", `/app/problems/${"0".repeat(24)}`],
  ["submissions", "/app/submissions"],
  ...submissions.map((id, i): [string, string] => [`submission-${i}`, `/app/submissions/${id}`]),
  ["compare", `/app/compare?left=${submissions[0]}&right=${submissions[1]}`],
  ["profile", "/app/profile"],
  ["not-for-students", "/app/admin/users"],
];
const ofAdmins = (): [string, string][] => [
  ["manage", "/app/admin/problems"],
  ["new", "/app/admin/problems/new"],
  ["edit", `/app/admin/problems/${problemId}`],
  ["everyone", "/app/admin/submissions"],
  ["users", "/app/admin/users"],
  ["judge", "/app/admin/judge"],
];

describe.each(Object.entries({ wide: {}, phone: { phone: true } }))("in German, %s", (look, looks) => {
  const problems = async (page: Page, where: string) => {
    await page.waitForLoadState("networkidle");
    if (PICTURES !== undefined) await page.screenshot({ path: `${PICTURES}/${where}-${look}.png`, animations: "disabled", fullPage: true });
    const found = [...(await leftovers(page)).map((one) => `English: ${one}`), ...(await overflow(page)), ...(await violationsOf(page, "axe"))];
    return found.map((one) => `${where}: ${one}`);
  };
  const open = async (token: string | undefined, pages: [string, string][]) => {
    const { context, page, complaints } = await visit(browser, server.url, { ...looks, locale: GERMAN });
    if (token !== undefined) await asSomebody(page, token);
    const found: string[] = [];
    for (const [where, path] of pages) {
      await page.goto(path);
      await page.getByRole("heading", { level: 1 }).first().waitFor();
      expect(await page.evaluate(() => document.documentElement.lang)).toBe("de");
      found.push(...(await problems(page, where)));
    }
    expect({ found, complaints }).toEqual({ found: [], complaints: [] });
    await context.close();
  };
  it("every page before signing in", () => open(undefined, signedOut));
  it("every page of students", () => open(student, ofStudents()));
  it("every page of administrators", () => open(admin, ofAdmins()));

  it("what opens on a page", async () => {
    const { context, page } = await visit(browser, server.url, { ...looks, locale: GERMAN });
    await asSomebody(page, admin);
    const found: string[] = [];
    const see = async (where: string) => void found.push(...(await problems(page, where)));
    await page.goto(`/app/admin/problems/${problemId}`);
    await page.getByRole("tab", { name: /^Testfälle/ }).click();
    await page.getByRole("button", { name: "Testfall 1 bearbeiten", exact: true }).click();
    await page.getByRole("dialog").getByLabel("Erwartete Ausgabe", { exact: true }).waitFor();
    await see("test");
    await page.keyboard.press("Escape");
    await page.getByRole("tab", { name: "Einstellungen" }).click();
    await see("settings");
    await page.getByRole("button", { name: "Konto", exact: true }).click();
    await page.getByRole("menuitem", { name: "Profil" }).waitFor();
    await see("account");
    await page.keyboard.press("Escape");
    await page.goto(`/app/problems/${problemId}`);
    if ("phone" in looks) await page.getByRole("tab", { name: "Programm" }).click();
    await write(page, "n = int(input())\nprint(n)\n");
    await page.keyboard.press("Control+f");
    await page.getByPlaceholder("Suchen").waitFor();
    await see("find");
    await page.keyboard.press("Escape");
    await editor(page).click();
    await page.keyboard.press("Control+Enter");
    await verdict(page, "Falsche Ausgabe").waitFor();
    await see("verdict");
    await page.getByRole("tab", { name: "Eigene Eingabe" }).click();
    await see("input");
    expect(found).toEqual([]);
    await context.close();
  });
});

describe("the language", () => {
  it("is changed on the page for signing in, and keeps the address that was typed", async () => {
    const { context, page } = await visit(browser, server.url);
    await page.goto("/app/login");
    await page.getByLabel("Email").fill("ada@example.org");
    await page.getByRole("button", { name: "Deutsch" }).click();
    await page.getByRole("heading", { name: "Anmelden" }).waitFor();
    expect(await page.getByLabel("E-Mail").inputValue()).toBe("ada@example.org");
    await page.getByLabel("Passwort", { exact: true }).fill("falsches Passwort");
    await page.getByRole("button", { name: "Anmelden" }).click();
    await page.getByText("Die E-Mail-Adresse oder das Passwort ist falsch.").waitFor();
    await page.reload();
    await page.getByRole("heading", { name: "Anmelden" }).waitFor();
    await context.close();
  });

  it("is changed in the account's menu, and keeps the program and the input", async () => {
    const { context, page } = await visit(browser, server.url);
    await asSomebody(page, student);
    await page.goto(`/app/problems/${problemId}`);
    await write(page, "# mein Programm\n");
    await page.getByRole("tab", { name: "My input" }).click();
    await page.getByLabel("What your program reads").fill("77");
    await page.getByRole("button", { name: "Account" }).click();
    await page.getByRole("menuitem", { name: "Deutsch" }).click();
    await page.getByRole("tab", { name: "Eigene Eingabe" }).click();
    expect(await page.getByLabel("Eingabe für Ihr Programm").inputValue()).toBe("77");
    await expect.poll(() => editor(page).textContent()).toContain("mein Programm");
    await page.getByRole("button", { name: "Konto", exact: true }).click();
    await page.getByRole("menuitem", { name: "English" }).click();
    await page.getByRole("tab", { name: "My input" }).waitFor();
    await context.close();
  });

  it("brings German numbers and dates, and no reader the words of the other language", async () => {
    const { context, page } = await visit(browser, server.url, { locale: GERMAN });
    const loaded: string[] = [];
    page.on("request", (request) => loaded.push(new URL(request.url()).pathname));
    await asSomebody(page, student);
    await page.goto(`/app/problems/${problemId}`);
    await page.getByText("1,5 s").first().waitFor();
    await page.goto("/app/submissions");
    await page.getByText("gerade eben").or(page.getByText(/^vor \d+ Minute/)).first().waitFor();
    expect(loaded.filter((path) => /\/(de|en)-[^/]+\.js$/.test(path)).map((path) => /\/(de|en)-/.exec(path)?.[1])).not.toContain("en");
    expect(loaded.some((path) => /\/de-/.test(path))).toBe(true);
    await context.close();
  });
});
