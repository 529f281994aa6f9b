// A problem "Squares" on a server of its own, and a student in a browser: what the tests of kept work share.

import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect } from "vitest";

import { editor, launch, newPerson, register, visit, type Person } from "./browser.ts";
import { Server } from "./server.ts";

export let server: Server;
export let browser: Browser;
export let problemId: string;

/** For the tests of one file. */
export function serveSquares() {
  beforeAll(async () => {
    server = await Server.start();
    browser = await launch();
    const test = (n: number, visibility: "public" | "private") => ({ input: `${n}\n`, output: `${n * n}\n`, visibility });
    problemId = await server.createProblem({ title: "Squares", testCases: [test(2, "public"), test(3, "public"), test(4, "private")] });
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });
}

export interface Student {
  context: BrowserContext;
  page: Page;
  person: Person;
}
export async function student(): Promise<Student> {
  const { context, page } = await visit(browser, server.url);
  const person = newPerson();
  await register(page, person);
  return { context, page, person };
}
export const workspace = async (page: Page) => {
  await page.goto(`/app/problems/${problemId}`);
  await editor(page).waitFor();
};
export const written = (page: Page) => editor(page).evaluate((element) => [...element.querySelectorAll(".cm-line")].map((line) => line.textContent).join("\n"));
/** The server has the draft. */
export const saved = async (person: Person, code: string) => {
  const token = await server.login(person);
  await expect
    .poll(async () => (await server.call<{ code: string }[]>("GET", `/problems/${problemId}/drafts`, undefined, token)).map((one) => one.code), { timeout: 15_000 })
    .toContain(code);
};
export const RIGHT = "n = int(input())\nprint(n * n)";
