// The page says what is: points of partial scoring, how outputs are compared, who may register, why somebody waits; and it
// says it without colour, on paper, in the dark, and with texts that nobody expected.

import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { asSomebody, chooseLanguage, editor, launch, newPerson, signIn, settled, sideways, verdict, violationsOf, visit, write } from "./browser.ts";
import { Server } from "./server.ts";

let server: Server;
let browser: Browser;
let token: string;
let problemId: string;

beforeAll(async () => {
  server = await Server.start();
  browser = await launch();
  const person = newPerson();
  await server.call("POST", "/auth/register", person);
  token = await server.login(person);
  problemId = await server.createProblem({
    title: "Squares",
    tags: ["arithmetic"],
    scoring: "weighted",
    checker: { type: "tokens", ignoreCase: true },
    limits: { timeLimitMs: 500 },
    testCases: [1, 2, 3, 4, 5].map((n) => ({ input: `${n}\n`, output: `${n * n}\n`, visibility: n < 3 ? ("public" as const) : ("private" as const) })),
  });
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

const open = async (path: string, looks: Parameters<typeof visit>[2] = {}, who = token) => {
  const seen = await visit(browser, server.url, looks);
  await asSomebody(seen.page, who);
  await seen.page.goto(path);
  return seen;
};
// Right for 1 and 2; crashes on 4; too slow on 5.
const MIXED = "n = int(input())\nif n == 4:\n    raise ValueError('no')\nwhile n == 5:\n    pass\nprint(n * n if n < 3 else 0)\n";

describe("a partial score", () => {
  it("is said in points, in amber, and no failure in red", async () => {
    const id = await server.judge(problemId, "python", MIXED, token);
    const { context, page } = await open(`/app/submissions/${id}`);
    const badge = page.getByRole("status").locator("[data-tone]").first();
    await badge.getByText("40 / 100").waitFor();
    expect(await badge.getAttribute("data-tone")).toBe("slow");
    await verdict(page, "Wrong answer").waitFor();
    await page.goto("/app/submissions");
    await page.getByRole("row").getByText("40 / 100").first().waitFor();
    await context.close();
  });

  it("has a strip that is read by its shapes, also where the system chooses the colours", async () => {
    const id = await server.judge(problemId, "python", MIXED, token);
    const { context, page } = await open(`/app/submissions/${id}`);
    const strip = page.getByRole("list", { name: "Tests" });
    await strip.waitFor();
    const look = () =>
      strip.locator("button").evaluateAll((cells) =>
        cells.map((cell) => {
          const style = getComputedStyle(cell);
          const glyph = cell.querySelector("svg");
          return [glyph?.dataset.glyph, style.borderTopStyle, glyph?.innerHTML, style.borderTopColor !== style.backgroundColor] as const;
        }),
      );
    const cells = await look();
    expect(cells.map(([glyph, border]) => [glyph, border])).toEqual([
      ["AC", "solid"],
      ["AC", "solid"],
      ["WA", "solid"],
      ["RE", "solid"],
      ["TLE", "dashed"],
    ]);
    expect(new Set(cells.map(([, , drawing]) => drawing)).size).toBe(4);
    await page.emulateMedia({ forcedColors: "active" });
    const forced = await look();
    expect(forced.map(([glyph, , , seen]) => [glyph, seen])).toEqual(cells.map(([glyph]) => [glyph, true]));
    const outline = await strip.locator("[aria-pressed=true]").evaluate((cell) => getComputedStyle(cell).outlineStyle);
    expect(outline).toBe("solid");
    expect(await violationsOf(page, "forced colours")).toEqual([]);
    await context.close();
  });
});

describe("a statement", () => {
  it("says how the output is compared", async () => {
    const { context, page } = await open(`/app/problems/${problemId}`);
    await page.getByText("word by word; spaces and line ends do not count; capital and small letters are the same").waitFor();
    await context.close();
  });

  it("is printed whole, without the editor and its bars", async () => {
    const { context, page } = await open(`/app/problems/${problemId}`);
    await editor(page).waitFor();
    await page.emulateMedia({ media: "print" });
    expect(await editor(page).isVisible()).toBe(false);
    expect(await page.getByRole("banner").isVisible()).toBe(false);
    expect(await page.getByRole("heading", { name: "Squares", level: 2 }).isVisible()).toBe(true);
    const cut = await page.evaluate(() =>
      [...document.querySelectorAll("main *")].filter((one) => one.scrollHeight > one.clientHeight + 4 && /auto|scroll|hidden/.test(getComputedStyle(one).overflowY) && one.clientHeight > 40).length,
    );
    expect(cut).toBe(0);
    await context.close();
  });

  it("is found by its tags, and its whole row leads to it", async () => {
    const { context, page } = await open("/app/problems");
    await page.getByPlaceholder("Search problems").fill("ARITH");
    await page.getByRole("link", { name: "Squares" }).waitFor();
    const row = page.getByRole("row", { name: /Squares/ });
    const box = await row.boundingBox();
    await page.mouse.click((box?.x ?? 0) + (box?.width ?? 0) * 0.35, (box?.y ?? 0) + (box?.height ?? 0) / 2);
    await page.waitForURL(`**/app/problems/${problemId}`);
    await context.close();
  });
});

describe("the editor", () => {
  it("names the libraries that a program of its language can use here, and those it cannot, as /languages does", async () => {
    interface Found {
      id: string;
      libraries?: { name: string; available: boolean; version?: string }[];
    }
    const libraries = async () => (await server.call<Found[]>("GET", "/languages")).find(({ id }) => id === "python")?.libraries ?? [];
    // A worker asks its interpreter first.
    await expect.poll(async () => (await libraries()).length, { timeout: 60_000 }).toBeGreaterThan(0);
    const all = await libraries();
    const numpy = all.find(({ name }) => name === "numpy");
    expect(numpy).toBeDefined();
    const { context, page } = await open(`/app/problems/${problemId}`);
    await editor(page).waitFor();
    await chooseLanguage(page, "Python");
    const line = page.getByText(/^(Libraries: |Not installed: )/);
    await line.waitFor();
    const [, there = "", absent = ""] = /^(?:Libraries: ([^;]*))?(?:; )?(?:not installed: (.*))?$/i.exec(await line.innerText()) ?? [];
    const names = (list: string) => (list === "" ? [] : list.split(", "));
    expect(names(there)).toEqual(all.filter(({ available }) => available).map(({ name, version }) => (version ? `${name} ${version}` : name)));
    expect(names(absent)).toEqual(all.filter(({ available }) => !available).map(({ name }) => name));
    expect(numpy?.available === true ? there : absent).toContain("numpy");
    // Another language has others, or none.
    await chooseLanguage(page, "C++");
    await page.getByText(/numpy/).waitFor({ state: "detached" });
    await context.close();
  });
});

describe("the history next to the statement", () => {
  it("fits a screen of 1360 pixels", async () => {
    await server.judge(problemId, "python", MIXED, token);
    const { context, page } = await open(`/app/problems/${problemId}`);
    await page.getByRole("tab", { name: "Submissions" }).click();
    const table = page.getByRole("region", { name: "Submissions" });
    await table.getByRole("row").nth(1).waitFor();
    expect(await table.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
    await context.close();
  });
});

describe("compiler output and the find panel", () => {
  it("wraps, and can be read in the dark", async () => {
    const { context, page } = await open(`/app/problems/${problemId}`, { dark: true });
    await editor(page).waitFor();
    await write(page, `x = "${"long ".repeat(80)}\n`);
    await page.keyboard.press("Control+Enter");
    await verdict(page, "Compile error").waitFor();
    const output = page.getByRole("region", { name: "Compiler output" }).locator("pre");
    expect(await output.evaluate((element) => element.scrollWidth - element.clientWidth)).toBeLessThanOrEqual(0);
    await editor(page).click();
    await page.keyboard.press("Control+f");
    await page.locator(".cm-search").waitFor();
    expect(await violationsOf(page, "the find panel in the dark")).toEqual([]);
    await context.close();
  });
});

describe("registration", () => {
  it("that is closed is said before the form", async () => {
    const closed = await Server.start([], { AUTOGRADER_REGISTRATION: "closed" });
    const { context, page } = await visit(browser, closed.url);
    await page.goto("/app/login");
    await page.getByText("Only your teacher can create an account for you.").waitFor();
    expect(await page.getByRole("link", { name: "Create an account" }).count()).toBe(0);
    await page.goto("/app/register");
    await page.getByRole("heading", { name: "Registration is closed" }).waitFor();
    expect(await page.getByLabel("Email").count()).toBe(0);
    await context.close();
    await closed.stop();
  });

  it("that is bound to domains names them", async () => {
    const bound = await Server.start([], { AUTOGRADER_REGISTRATION: "example.org,school.example" });
    const { context, page } = await visit(browser, bound.url);
    await page.goto("/app/register");
    await page.getByText("Only addresses of example.org, school.example can register.").waitFor();
    await context.close();
    await bound.stop();
  });
});

describe("where too many sign in at once", () => {
  it("the page counts down and tries again by itself, with what was typed", async () => {
    const { context, page } = await visit(browser, server.url);
    const person = newPerson();
    await server.call("POST", "/auth/register", person);
    await page.goto("/app/login");
    let refused = 0;
    await page.route("**/auth/login", async (route) => {
      if (refused++ > 0) return route.continue();
      const body = JSON.stringify({ message: "You are not signed in", error: "rate limit: at most 10 requests in 60 s; try again in 3 s" });
      await route.fulfill({ status: 429, headers: { "Retry-After": "3" }, contentType: "application/json", body });
    });
    await signIn(page, person);
    await page.getByText(/Trying again by itself in [123] s/).waitFor();
    expect(await page.getByLabel("Email").inputValue()).toBe(person.email);
    await page.getByRole("heading", { name: "Problems", level: 1 }).waitFor();
    expect(refused).toBe(2);
    await context.close();
  });
});

describe("where too many register at once", () => {
  it("the page does not say that it failed; it counts down and tries again by itself, with what was typed", async () => {
    const { context, page } = await visit(browser, server.url);
    const person = newPerson();
    let refused = 0;
    await page.route("**/auth/register", async (route) => {
      if (refused++ > 0) return route.continue();
      const body = JSON.stringify({ message: "The registration failed", error: "rate limit: at most 10 requests in 60 s; try again in 3 s" });
      await route.fulfill({ status: 429, headers: { "Retry-After": "3" }, contentType: "application/json", body });
    });
    await page.goto("/app/register");
    await page.getByLabel("Name").fill("Ada");
    await page.getByLabel("Email").fill(person.email);
    await page.getByLabel("Password", { exact: true }).fill(person.password);
    await page.getByRole("button", { name: "Create an account" }).click();
    await page.getByText(/Trying again by itself in [123] s/).waitFor();
    await page.getByText("Too many attempts at the moment").waitFor();
    expect(await page.getByText("The registration failed").count()).toBe(0);
    expect([await page.getByLabel("Name").inputValue(), await page.getByLabel("Email").inputValue()]).toEqual(["Ada", person.email]);
    await page.getByRole("heading", { name: "Problems", level: 1 }).waitFor();
    expect(refused).toBe(2);
    await context.close();
  });
});

/** What reaches beyond the screen, or lies upon something else. */
const overflow = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

describe("texts that nobody expected", () => {
  const LONG = "W".repeat(200);
  const RTL = "مرحبا بالعالم \u202e tropmi";
  it.each([
    ["wide", {}],
    ["on a phone", { phone: true }],
  ])("break nothing, %s", async (_, looks) => {
    const named = newPerson("N".repeat(100));
    await server.call("POST", "/auth/register", named);
    const who = await server.login(named);
    const long = await server.createProblem({
      title: LONG,
      description: `${LONG}\n\n${RTL}\n\n\`${LONG}\`\n\n| ${LONG} |\n|---|\n| ${RTL} |`,
      tags: ["t".repeat(40)],
      testCases: [{ input: `${LONG}${LONG}\n`, output: `${RTL}\n`, visibility: "public" }],
    });
    const id = await server.judge(long, "python", "print('x' * 1000000)\n", who);
    const { context, page } = await open("/app/problems", looks, who);
    for (const path of ["/app/problems", `/app/problems/${long}`, "/app/submissions", `/app/submissions/${id}`, "/app/profile"]) {
      await page.goto(path);
      await page.getByRole("heading", { level: 1 }).first().waitFor();
      await settled(page);
      expect([path, await overflow(page), "phone" in looks ? await sideways(page) : []]).toEqual([path, 0, []]);
    }
    await page.goto(`/app/problems/${long}`);
    if ("phone" in looks) await page.getByRole("tab", { name: "Code" }).click();
    await editor(page).waitFor();
    await write(page, "# pasted\n".repeat(2000));
    await page.keyboard.press("Control+Home");
    await page.keyboard.type("print(1)");
    expect(await overflow(page)).toBe(0);
    await page.getByRole("button", { name: "Submit" }).click();
    await verdict(page, "Wrong answer").waitFor();
    expect(await overflow(page)).toBe(0);
    await page.getByRole("button", { name: "Account" }).click();
    await page.getByRole("menuitem", { name: "Profile" }).waitFor();
    expect(await overflow(page)).toBe(0);
    await context.close();
  });

  /** Somebody who administers, by this name. */
  const administrator = async (at: Server, name: string) => {
    const person = newPerson(name);
    await at.call("POST", "/auth/register", person);
    const rows = await at.call<{ _id: string; email: string }[]>("GET", "/users?limit=100", undefined, await at.login());
    const id = rows.find(({ email }) => email === person.email)?._id ?? "";
    await at.call("PUT", `/users/${id}`, { role: "admin" }, await at.login());
    return { id, token: await at.login(person) };
  };
  const adminPages = (problem: string, user: string) => [
    "/app/admin/problems",
    `/app/admin/problems/${problem}`,
    ...["tests", "solutions", "settings"].map((tab) => `/app/admin/problems/${problem}?tab=${tab}`),
    `/app/admin/submissions?problemId=${problem}&userId=${user}`,
    "/app/admin/submissions",
    "/app/admin/users",
    "/app/admin/judge",
  ];

  it.each([
    ["wide", {}],
    ["on a phone", { phone: true }],
  ])("break nothing on the pages of those who administer, %s", async (_, looks) => {
    // Nothing is judged: what waits is on the page Judge.
    const still = await Server.start(["--no-worker"]);
    const admin = await administrator(still, "N".repeat(100));
    const long = await still.createProblem({ title: LONG, published: false, tags: ["t".repeat(40)], testCases: [{ input: LONG, output: LONG }] });
    await still.call("POST", "/submission/create", { problemId: long, language: "python", code: "1" }, admin.token);
    const { context, page } = await visit(browser, still.url, looks);
    await asSomebody(page, admin.token);
    for (const path of adminPages(long, admin.id)) {
      await page.goto(path);
      await page.getByRole("heading", { level: 1 }).first().waitFor();
      await settled(page);
      expect([path, await overflow(page), "phone" in looks ? await sideways(page) : []]).toEqual([path, 0, []]);
    }
    await page.goto(`/app/admin/problems/${long}?tab=settings`);
    for (const name of ["Publish", "Delete"]) {
      await page.getByRole("button", { name, exact: true }).click();
      const window = page.getByRole("dialog");
      await window.getByText(LONG).waitFor();
      const wide = await window.evaluate((one) => [...one.querySelectorAll("*")].filter(({ scrollWidth, clientWidth }) => clientWidth > 0 && scrollWidth > clientWidth + 1).length);
      expect([name, wide]).toEqual([name, 0]);
      await page.keyboard.press("Escape");
      await window.waitFor({ state: "detached" });
    }
    await context.close();
    await still.stop();
  });

  it("of the other direction turn nothing around beside them", async () => {
    const [name, title] = ["\u0639\u0644\u064a \u0631\u0636\u0627", "\u0645\u0631\u062d\u0628\u0627 (2)"];
    const still = await Server.start(["--no-worker"]);
    const admin = await administrator(still, name);
    const id = await still.createProblem({ title, tags: [name], testCases: [{ input: "1\n", output: "2\n" }] });
    const { _id: submission } = await still.call<{ _id: string }>("POST", "/submission/create", { problemId: id, language: "python", code: "1" }, admin.token);
    const { context, page } = await visit(browser, still.url);
    await asSomebody(page, admin.token);
    for (const path of ["/app/problems", `/app/problems/${id}`, "/app/submissions", `/app/submissions/${submission}`, ...adminPages(id, admin.id)]) {
      await page.goto(path);
      await page.getByRole("heading", { level: 1 }).first().waitFor();
      await settled(page);
      const loose = await page.evaluate(
        (words) => {
          const found: string[] = [];
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
            const said = node.textContent ?? "";
            const parent = node.parentElement;
            if (parent === null || parent.closest("bdi, script, textarea") !== null) continue;
            for (const word of words) {
              const alone = parent.textContent === word && getComputedStyle(parent).display !== "inline";
              if (said.includes(word) && !said.includes(`\u2068${word}\u2069`) && !alone) found.push(parent.outerHTML);
            }
          }
          return found;
        },
        [name, title],
      );
      expect([path, loose]).toEqual([path, []]);
    }
    await context.close();
    await still.stop();
  });
});
