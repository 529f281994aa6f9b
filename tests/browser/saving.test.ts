// What a teacher saves: nothing that is typed meanwhile is lost, nothing is overwritten or removed by one press, and what is
// said of it is true.

import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { asSomebody, launch, visit } from "./browser.ts";
import { Server } from "./server.ts";

let server: Server;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let token = "";

beforeAll(async () => {
  server = await Server.start();
  browser = await launch();
  token = await server.login();
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});
beforeEach(async () => {
  ({ context, page } = await visit(browser, server.url));
  await asSomebody(page, token);
});
afterEach(async () => {
  await context.close();
});

const problem = (title: string, more: object = {}) =>
  server.createProblem({ title, description: "Old words.", testCases: [{ input: "1\n", output: "2\n", visibility: "public" }], ...more });
const read = (id: string) => server.call<{ description: string; checker: object }>("GET", `/problems/${id}`, undefined, token);
const statement = () => page.getByRole("textbox", { name: "Statement" });
const save = () => page.getByRole("button", { name: "Save", exact: true });
const saved = () => page.getByText("Saved", { exact: true }).waitFor();

/** Calls of this method wait from now on: `came` when there is one, until `release` is called. */
async function hold(method: string, url: string): Promise<{ came: Promise<void>; release: () => void }> {
  const { promise: came, resolve: come } = Promise.withResolvers<void>();
  const { promise: free, resolve: release } = Promise.withResolvers<void>();
  await page.route(url, async (route) => {
    if (route.request().method() !== method) return route.fallback();
    come();
    await free;
    await route.continue();
  });
  return { came, release };
}

describe("what is typed while a save runs", () => {
  it("stays in the problem's form, and is saved by the next press", async () => {
    const id = await problem("Held");
    await page.goto(`/app/admin/problems/${id}`);
    await statement().fill("First words.");
    const { came, release } = await hold("PUT", `**/problems/${id}`);
    await save().click();
    await came;
    await statement().pressSequentially(" And more.");
    release();
    await saved();
    await page.getByText("Not saved yet").waitFor();
    expect(await statement().inputValue()).toBe("First words. And more.");
    expect((await read(id)).description).toBe("First words.");
    await save().click();
    await page.getByText("Not saved yet").waitFor({ state: "detached" });
    expect((await read(id)).description).toBe("First words. And more.");
  });

  it("cannot be typed where a window or a page closes after it", async () => {
    const id = await problem("Closed after it");
    await page.goto(`/app/admin/problems/${id}?tab=solutions`);
    await page.getByRole("button", { name: "Add a solution" }).click();
    const program = page.getByRole("dialog").getByLabel("Program");
    await program.fill("print(2)\n");
    const put = await hold("PUT", "**/solutions/*");
    await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
    await put.came;
    expect(await program.isDisabled()).toBe(true);
    put.release();
    await program.waitFor({ state: "detached" });

    await page.goto("/app/admin/problems/new");
    await page.getByLabel("Title").fill("Made");
    const post = await hold("POST", "**/problems/create");
    await page.getByRole("button", { name: "Create a draft" }).click();
    await post.came;
    expect(await statement().isDisabled()).toBe(true);
    post.release();
    await page.getByRole("heading", { name: "Edit: Made" }).waitFor();
  });
});

it("saving keeps the tab", async () => {
  const id = await problem("Kept tab");
  await page.goto(`/app/admin/problems/${id}`);
  await page.getByRole("tab", { name: "Settings" }).click();
  await page.getByLabel("Time limit of a test, in milliseconds").fill("1234");
  await save().click();
  await saved();
  await page.getByText("Not saved yet").waitFor({ state: "detached" });
  expect(await page.getByRole("tab", { name: "Settings" }).getAttribute("aria-selected")).toBe("true");
  expect(await page.getByLabel("Time limit of a test, in milliseconds").inputValue()).toMatch(/^1.?234$/);
  expect(page.url()).toMatch(/tab=settings$/);
});
