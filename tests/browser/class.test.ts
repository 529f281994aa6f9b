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
  await page.getByPlaceholder("Name or email").fill("nobody");
  await page.getByText("No user matches").waitFor();
  await context.close();
});
