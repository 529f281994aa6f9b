// Quick with a class: rows bring their names along, people are found by any word, and lists go to their end.

import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";

import { asSomebody, launch, newPerson, visit } from "./browser.ts";
import { Server } from "./server.ts";

const PEOPLE = 54;
const PROBLEMS = 6;
let server: Server;
let browser: Browser;
let admin: string;

beforeAll(async () => {
  server = await Server.start(["--no-worker"]);
  browser = await launch();
  admin = await server.login();
  const ada = newPerson("Ada van Lovelace");
  await server.call("POST", "/auth/register", ada);
  const token = await server.login(ada);
  for (let i = 0; i < PEOPLE; i++) await server.call("POST", "/auth/register", newPerson(`Student ${i}`));
  for (let i = 0; i < PROBLEMS; i++) {
    const problemId = await server.createProblem({ title: `Problem ${i}`, testCases: [{ input: "", output: "" }] });
    await server.call("POST", "/submission/create", { problemId, language: "python", code: "pass\n" }, token);
  }
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

it("rows of submissions carry titles and names, and nothing is asked for them", async () => {
  const { context, page } = await visit(browser, server.url);
  await asSomebody(page, admin);
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page.goto("/app/admin/submissions");
  for (let i = 0; i < PROBLEMS; i++) await page.getByRole("link", { name: `Problem ${i}` }).waitFor();
  expect(await page.getByRole("cell", { name: "Ada van Lovelace" }).count()).toBe(PROBLEMS);
  expect(asked.filter((path) => /^\/(problems|users)/.test(path))).toEqual([]);
  await page.getByRole("combobox", { name: "Student" }).fill("lovelace");
  await page.getByRole("option", { name: /^Ada van Lovelace/ }).click();
  await page.getByText("Student: Ada van Lovelace").waitFor();
  await page.reload();
  await page.getByText("Student: Ada van Lovelace").waitFor();
  await context.close();
});

it("people are found by any word, and the list goes to its end", async () => {
  const { context, page } = await visit(browser, server.url);
  await asSomebody(page, admin);
  await page.goto("/app/admin/users");
  await page.getByText(`${PEOPLE + 2} users`, { exact: true }).waitFor();
  await page.getByText("Page 1 of 2").waitFor();
  await page.getByRole("button", { name: "Next page" }).click();
  await page.getByRole("cell", { name: `Student ${PEOPLE - 1}`, exact: true }).waitFor();
  expect(await page.getByRole("button", { name: "Next page" }).isDisabled()).toBe(true);
  await page.getByPlaceholder("Name or email").fill("lovelace");
  await page.getByText("1 user", { exact: true }).waitFor();
  await page.getByRole("cell", { name: "Ada van Lovelace", exact: true }).waitFor();
  await page.getByPlaceholder("Name or email").fill("love ada");
  await page.getByRole("cell", { name: "Ada van Lovelace", exact: true }).waitFor();
  // As somebody types it who has no such keys.
  await server.call("POST", "/auth/register", newPerson("Jörg Müller"));
  await page.getByPlaceholder("Name or email").fill("muller jorg");
  await page.getByRole("cell", { name: "Jörg Müller", exact: true }).waitFor();
  await page.getByPlaceholder("Name or email").fill("nobody");
  await page.getByText("No user matches").waitFor();
  await context.close();
});

it("lists that are longer than what is counted go to their end, and back", async () => {
  const { context, page } = await visit(browser, server.url);
  await asSomebody(page, admin);
  // As the server answers of 10,060 submissions: pages by number up to the 401st, then by cursors.
  const cursorOf = (n: number) => n.toString(16).padStart(24, "0");
  await page.route(
    (url) => url.pathname === "/submissions",
    (route) => {
      const query = new URL(route.request().url()).searchParams;
      const [number, cursor] = [query.get("page"), query.get("before")];
      const n = cursor === null ? Number(number ?? 1) : Number.parseInt(cursor, 16);
      if (cursor === null && n > 401) return route.fulfill({ status: 422, json: { message: "Listing the submissions failed", error: "page: no number" } });
      const row = { _id: cursorOf(n), userId: cursorOf(1), problemId: cursorOf(2), userName: "Ada", problemTitle: `Of page ${n}`, language: "python", status: "AC" };
      const figures = { score: 100, executionTimeMs: 1, memoryKb: 1, createdAt: new Date(0).toISOString(), updatedAt: new Date(0).toISOString() };
      const next = number !== null && n * 25 <= 10_000 ? `page=${n + 1}` : `before=${cursorOf(n + 1)}`;
      return route.fulfill({
        json: [{ ...row, ...figures }],
        headers: { "X-Total-Count": "10000", "X-Total-Count-Capped": "true", ...(n < 403 ? { Link: `</submissions?limit=25&${next}>; rel="next"` } : {}) },
      });
    },
  );
  const shows = (n: number) => page.getByRole("link", { name: `Of page ${n}`, exact: true }).waitFor();
  const next = page.getByRole("button", { name: "Next page" });
  const previous = page.getByRole("button", { name: "Previous page" });
  await page.goto("/app/admin/submissions?page=400");
  await shows(400);
  await page.getByText("Page 400 of over 400").waitFor();
  for (const n of [401, 402, 403]) {
    await next.click();
    await shows(n);
  }
  await page.getByText("Page 403 of 403").waitFor();
  expect(await next.isDisabled()).toBe(true);
  await previous.click();
  await shows(402);
  await page.reload();
  await shows(402);
  for (const n of [401, 400]) {
    await previous.click();
    await shows(n);
  }
  await context.close();
});

it.each([
  ["/app/admin/problems", "Problem 3", 1, /\/admin\/problems\/[0-9a-f]{24}$/],
  ["/app/admin/users", "Ada van Lovelace", 2, /\/admin\/submissions\?userId=[0-9a-f]{24}$/],
  ["/app/admin/submissions", "Problem 3", 4, /\/submissions\/[0-9a-f]{24}$/],
  ["/app/admin/judge", "Problem 3", 2, /\/submissions\/[0-9a-f]{24}$/],
])("the whole row is a link at %s", async (path, name, cell, address) => {
  const { context, page } = await visit(browser, server.url);
  await asSomebody(page, admin);
  await page.goto(path);
  const box = await page.getByRole("row", { name: new RegExp(name) }).getByRole("cell").nth(cell).boundingBox();
  await page.mouse.click((box?.x ?? 0) + (box?.width ?? 0) / 2, (box?.y ?? 0) + (box?.height ?? 0) / 2);
  await page.waitForURL(address);
  await context.close();
});
