// The pages in German: nothing is left in English, dates and numbers have their German form, and the longer words fit. A reader
// gets the language that the browser asks for, and can change it without losing what was typed.

import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { asSomebody, editor, launch, newPerson, verdict, violationsOf, visit, write } from "./browser.ts";
import { Server } from "./server.ts";
import { zipOf } from "./zip.ts";

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
  const { server: enServer } = await import("../../web/src/lib/text/en/server.ts");
  const { server: deServer } = await import("../../web/src/lib/text/de/server.ts");
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
  walk({ ...en, server: enServer }, { ...de, server: deServer });
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
    const cut = [...document.querySelectorAll<HTMLElement>("button, .mantine-Button-label, [role=tab], th, label, .mantine-Badge-root, main input[readonly], [role=dialog] input[readonly]")]
      .filter((one) => one.getClientRects().length > 0 && one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 1)
      // For readers of the screen alone, where the lines below say it to those who see.
      .filter((one) => (one.closest("thead")?.getBoundingClientRect().width ?? 2) > 1)
      .map((one) => `cut: ${(one instanceof HTMLInputElement ? one.value : (one.textContent ?? "")).trim()}`)
      .filter((one) => one !== "cut: ");
    const rows = [...document.querySelectorAll("[role=tablist][data-grow]")]
      .filter((list) => new Set([...list.querySelectorAll("[role=tab]")].map((tab) => Math.round(tab.getBoundingClientRect().top))).size > 1)
      .map((list) => `tabs in two rows: ${(list.textContent ?? "").trim()}`);
    // Fields side by side stand at one height: a label in two lines would push its own down.
    const labels = [...document.querySelectorAll(".mantine-SimpleGrid-root .mantine-NumberInput-label")]
      .filter((label) => innerWidth > 1000 && label.getBoundingClientRect().height > 1.9 * Number.parseFloat(getComputedStyle(label).lineHeight))
      .map((label) => `label in two lines: ${label.textContent ?? ""}`);
    const buttons = [...document.querySelectorAll("header *, main button")].filter((one) => {
      const box = one.getBoundingClientRect();
      const frame = one.closest("[role=region], .mantine-ScrollArea-root, table, [class*=strip]");
      return box.width > 1 && frame === null && (box.right > innerWidth + 1 || box.left < -1) && getComputedStyle(one).position !== "absolute";
    });
    return [...(wide > 0 ? [`wider by ${wide}`] : []), ...cut, ...rows, ...labels, ...buttons.map((one) => `outside: ${(one.textContent ?? "").trim().slice(0, 60)}`)];
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
    // On a phone, pages.test.ts asks axe for all languages.
    const axe = look === "phone" ? [] : await violationsOf(page, "axe");
    const found = [...(await leftovers(page)).map((one) => `English: ${one}`), ...(await overflow(page)), ...axe];
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

  it("windows and menus that open on a page", async () => {
    const { context, page } = await visit(browser, server.url, { ...looks, locale: GERMAN });
    await asSomebody(page, admin);
    const found: string[] = [];
    const see = async (where: string) => void found.push(...(await problems(page, where)));
    await page.goto(`/app/admin/problems/${problemId}`);
    await page.getByRole("tab", { name: /^Tests/ }).click();
    await page.getByRole("button", { name: "Test 1 bearbeiten", exact: true }).click();
    await page.getByRole("dialog").getByLabel("Erwartete Ausgabe", { exact: true }).waitFor();
    await see("test");
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    await see("tests");
    await page.getByRole("tab", { name: "Einstellungen" }).click();
    await see("settings");
    // Of each rule of scoring and comparing the choice can be read whole.
    for (const [list, choices] of [["Punkte", ["Alles oder nichts", "Teilpunkte nach Gewicht"]], ["Vergleich der Ausgabe", ["Zahlen mit einer Toleranz", "Ohne Leerzeichen am Zeilenende"]]] as const) {
      for (const choice of choices) {
        await page.getByRole("combobox", { name: list, exact: true }).click();
        await page.getByRole("option", { name: choice }).click();
        await see(choice);
      }
    }
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
    await page.getByLabel("Input for your program").fill("77");
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

  it("keeps what was typed in forms, and asks nothing", async () => {
    const { context, page } = await visit(browser, server.url);
    let asked = 0;
    page.on("dialog", () => asked++);
    await page.goto("/app/register");
    await page.getByLabel("Name").fill("Ada");
    await page.getByLabel("This is a shared computer").check();
    await page.getByRole("button", { name: "Deutsch" }).click();
    await page.getByRole("heading", { name: "Konto anlegen" }).waitFor();
    expect(await page.getByLabel("Name").inputValue()).toBe("Ada");
    expect(await page.getByRole("checkbox").isChecked()).toBe(true);
    await asSomebody(page, admin);
    const change = async (to: string) => {
      await page.locator("header").getByRole("button").last().click();
      await page.getByRole("menuitem", { name: to }).click();
      await page.locator(`html[lang=${to === "Deutsch" ? "de" : "en"}]`).waitFor();
    };
    await page.goto(`/app/admin/problems/${problemId}`);
    await page.getByRole("textbox", { name: "Aufgabentext" }).fill("Noch nicht gespeichert.");
    await change("English");
    await expect.poll(() => page.getByRole("textbox", { name: "Statement" }).inputValue()).toBe("Noch nicht gespeichert.");
    await page.getByText("Your earlier changes have been restored").waitFor();
    await page.goto("/app/admin/problems/new");
    await page.getByLabel("Title").fill("A new one");
    await page.getByRole("tab", { name: /^Tests/ }).click();
    await page.getByRole("button", { name: "Add a test" }).click();
    await page.getByRole("dialog").getByLabel("Input", { exact: true }).fill("7\n");
    await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
    asked = 0;
    await change("Deutsch");
    await expect.poll(() => page.getByLabel("Titel").inputValue()).toBe("A new one");
    await page.getByRole("tab", { name: "Tests (1)" }).waitFor();
    await page.goto("/app/profile");
    await page.getByLabel("Name").fill("Another name");
    asked = 0;
    await change("English");
    await expect.poll(() => page.getByLabel("Name").inputValue()).toBe("Another name");
    expect(asked).toBe(0);
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

// What the judge says comes with codes; the page makes the sentence. What programs and compilers print themselves is not ours.
describe("messages of the judge", () => {
  const ENGLISH = /\b(?:the|of|line|column|expected|found|exit code|killed|over|permits|requires|missing|is|are|difference|with|ended|must|seconds|and|this|cannot|limit of)\b|\d\.\d+ s\b|\d(?:s|MB|KB)\b/;
  /** Texts of the page with an English word; without what programs printed, and names that runtimes give. */
  const english = async (page: Page) => {
    const said = await page.evaluate(() => {
      const all: string[] = [];
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const parent = walker.currentNode.parentElement;
        if (parent?.closest("script, style, noscript, pre, code, .cm-editor, [lang=en], table[class*=diff]") === null) all.push(walker.currentNode.textContent ?? "");
      }
      for (const element of document.querySelectorAll("[aria-label], [title]")) all.push(element.getAttribute("aria-label") ?? "", element.getAttribute("title") ?? "");
      return all.map((one) => one.trim());
    });
    return [...new Set(said)].filter((one) => ENGLISH.test(one.replace(/runtime error: index out of range|submissions\/accepted/g, "")));
  };
  const PROGRAMS: [string, string, string][] = [
    ["exception", "python", "def f(n):\n    return 1 // (n - n)\nprint(f(int(input())))\n"],
    ["exit code", "python", "import sys\nsys.exit(3)\n"],
    ["processor time", "python", "while True: pass\n"],
    ["clock", "python", "import time\ntime.sleep(60)\n"],
    ["memory", "python", "x = bytearray(10**9)\nprint(len(x))\n"],
    ["output", "python", "while True: print('x' * 10000)\n"],
    ["nothing", "python", "input()\n"],
    ["a file", "python", "open('output.txt', 'w').write(input())\n"],
    ["difference", "python", "print(7)\nprint(8)\n"],
    ["syntax", "python", "print(\n"],
    ["JavaScript", "javascript", "throw new TypeError('a word of mine')\n"],
    ["Java", "java", "public class Main {\n  public static void main(String[] a) {\n    System.out.println(a[5]);\n  }\n}\n"],
    ["Go", "go", "package main\n\nimport \"os\"\n\nfunc main() {\n\tvar a []int\n\tos.Exit(a[len(os.Args)])\n}\n"],
    ["C", "c", "int main(void) {\n  int *p = 0;\n  *(volatile int *)p = 1;\n}\n"],
    ["C that returns", "c", "int main(void) {\n  return 255;\n}\n"],
    ["C++", "cpp", "#include <stdexcept>\nint main() { throw std::runtime_error(\"mine\"); }\n"],
    ["C++ that does not compile", "cpp", "int main() { return x; }\n"],
  ];
  let problem: string;
  let secret: string;
  beforeAll(async () => {
    const tests = (visibility: "public" | "private") => [1, 2].map((n) => ({ input: `${n}\n`, output: `${n}\n`, visibility }));
    const limits = { timeLimitMs: 500, memoryLimitMb: 64, outputLimitKb: 64 };
    problem = await server.createProblem({ title: "Zahlen", limits, testCases: tests("public") });
    secret = await server.createProblem({ title: "Geheime Zahlen", limits, scoring: "weighted", testCases: tests("private") });
  });

  it.each(PROGRAMS)("of a submission: %s", async (_, language, code) => {
    const { context, page } = await visit(browser, server.url, { locale: GERMAN });
    await asSomebody(page, student);
    const found: string[] = [];
    for (const where of [problem, secret]) {
      const id = await server.judge(where, language, code, student);
      await server.call("POST", `/submission/${id}/rejudge`, {}, admin);
      await server.call("GET", `/submission/${id}?wait=60`, undefined, student);
      await page.goto(`/app/submissions/${id}`);
      await page.getByRole("heading", { level: 1 }).first().waitFor();
      await page.waitForLoadState("networkidle");
      found.push(...(await english(page)));
    }
    expect(found).toEqual([]);
    await context.close();
  });

  it.each(PROGRAMS.filter(([, language]) => language === "python"))("of a run with an own input, and of samples: %s", async (_, __, code) => {
    const { context, page } = await visit(browser, server.url, { locale: GERMAN });
    await asSomebody(page, student);
    await page.goto(`/app/problems/${problem}`);
    await write(page, code);
    await page.getByRole("tab", { name: "Eigene Eingabe" }).click();
    await page.getByLabel("Eingabe für Ihr Programm").fill("1\n");
    await page.getByRole("button", { name: "Ausführen", exact: true }).last().click();
    await page.getByRole("region", { name: "Eigene Eingabe" }).waitFor();
    const found = await english(page);
    await page.getByRole("button", { name: "Beispiele testen" }).click();
    await page.getByText(/^\d von \d Beispiel(en)? richtig/).waitFor();
    expect([...found, ...(await english(page))]).toEqual([]);
    await context.close();
  });

  it("of a teacher's solutions", async () => {
    const { context, page } = await visit(browser, server.url, { locale: GERMAN });
    await asSomebody(page, admin);
    const where = await server.createProblem({ title: "Lösungen", limits: { timeLimitMs: 500, memoryLimitMb: 64 }, testCases: Array.from({ length: 11 }, (_, n) => ({ input: `${n}\n`, output: `${n}\n` })) });
    const put = async (name: string, code: string, expected = "AC") => {
      const { version } = await server.call<{ version: number }>("GET", `/problems/${where}`, undefined, admin);
      await server.call("PUT", `/problems/${where}/solutions/${name}?version=${version}`, { code, expected }, admin);
    };
    await put("teilt.py", "print(1 // 0)\n");
    await put("lang.py", "while True: pass\n");
    await put("falsch.py", "print('x')\n");
    await put("kaputt.cpp", "int main() { return x; }\n");
    await put("richtig.py", "print(input())\n", "WA");
    for (;;) {
      const { done } = await server.call<{ done: boolean }>("GET", `/problems/${where}/verification?wait=60`, undefined, admin);
      if (done) break;
    }
    await page.goto(`/app/admin/problems/${where}`);
    await page.getByRole("tab", { name: /^Lösungen/ }).click();
    await page.getByText("kaputt.cpp").first().waitFor();
    await page.waitForLoadState("networkidle");
    expect(await english(page)).toEqual([]);
    // The eleven tests of each are one line.
    expect(await page.getByText("und 10 weitere Tests").count()).toBe(3);
    await context.close();
  });

  it("of packages that are refused", async () => {
    const { context, page } = await visit(browser, server.url, { locale: GERMAN });
    await asSomebody(page, admin);
    await page.goto("/app/admin/problems");
    const found: string[] = [];
    const refused: [Record<string, string>, string][] = [
      [{ "readme.txt": "" }, "problem.yaml: fehlt: das ist kein Aufgabenpaket."],
      [{ "problem.yaml": "problem_format_version: 2025-09\nuuid: 5f0c3c0e-6d2b-4a0e-9a57-2f6f8f1f6a01\nname: A\nlimits: {time_limit: -1}\n" }, "problem.yaml, Zeile 4, limits.time_limit: muss eine Zahl von"],
    ];
    for (const [files, words] of refused) {
      await page.getByRole("button", { name: /Paket importieren/ }).click();
      const chosen = page.waitForEvent("filechooser");
      await page.getByRole("button", { name: "Zip-Datei wählen" }).click();
      await (await chosen).setFiles({ name: "a.zip", mimeType: "application/zip", buffer: zipOf(files) });
      await page.getByText(words).waitFor();
      found.push(...(await english(page)));
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "hidden" });
    }
    expect(found).toEqual([]);
    await context.close();
  });
});
