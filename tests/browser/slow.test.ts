// A slow network: 1.6 Mbit/s and 150 ms a round trip, what browsers call "Fast 3G". Nothing is in the browser's cache.

import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { asSomebody, editor, launch, newPerson, visit } from "./browser.ts";
import { Server } from "./server.ts";

const NETWORK = { offline: false, latency: 150, downloadThroughput: (1.6 * 1024 * 1024) / 8, uploadThroughput: (750 * 1024) / 8 };

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
  problemId = await server.createProblem({ title: "Squares", description: "Print the square of *n*.", testCases: [{ input: "2\n", output: "4\n" }] });
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

/**
 * Bytes that came over the network before the thing was there: its seconds are told by `bench/run page`. The least of three
 * times, until one is enough: while a busy machine draws, what comes after the thing is on its way already.
 */
async function bytesUntil(path: string, thing: (page: Page) => Promise<void>, enough: number): Promise<number> {
  let least = Infinity;
  for (let i = 0; i < 3 && least >= enough; i++) least = Math.min(least, await bytesOnce(path, thing));
  return least;
}

async function bytesOnce(path: string, thing: (page: Page) => Promise<void>): Promise<number> {
  const { context, page } = await visit(browser, server.url);
  await asSomebody(page, token);
  const network = await context.newCDPSession(page);
  await network.send("Network.enable");
  await network.send("Network.emulateNetworkConditions", NETWORK);
  let bytes = 0;
  network.on("Network.dataReceived", ({ encodedDataLength }) => (bytes += encodedDataLength));
  await page.goto(path, { waitUntil: "commit" });
  await thing(page);
  const before = bytes;
  await context.close();
  return before;
}

// Three and four seconds are the goals; one of them goes into round trips and drawing.
describe("on a slow network", () => {
  it("the list of problems is there after what comes in two seconds", async () => {
    const most = 2 * NETWORK.downloadThroughput;
    const bytes = await bytesUntil("/app/problems", (page) => page.getByRole("link", { name: "Squares" }).waitFor(), most);
    expect(bytes).toBeGreaterThan(100_000);
    expect(bytes).toBeLessThan(most);
  });

  it("the editor is there after what comes in 2.5, before the fonts", async () => {
    const most = 2.5 * NETWORK.downloadThroughput;
    const bytes = await bytesUntil(`/app/problems/${problemId}`, (page) => editor(page).waitFor(), most);
    expect(bytes).toBeGreaterThan(100_000);
    expect(bytes).toBeLessThan(most);
  });

  const fontOfTexts = (page: Page) =>
    page.waitForFunction(() => [...document.fonts].some((font) => font.family.includes("Inter") && font.status === "loaded"));

  it("the fonts come after it", async () => {
    const { context, page } = await visit(browser, server.url);
    await asSomebody(page, token);
    await page.goto(`/app/problems/${problemId}`);
    await fontOfTexts(page);
    await context.close();
  });

  it("the fonts come to a browser that cannot load modules early", async () => {
    const { context, page } = await visit(browser, server.url);
    await asSomebody(page, token);
    await page.addInitScript(() => {
      DOMTokenList.prototype.supports = () => false;
      for (const event of ["onload", "onerror"]) Object.defineProperty(HTMLLinkElement.prototype, event, { set: () => undefined });
    });
    await page.goto(`/app/problems/${problemId}`);
    await fontOfTexts(page);
    await context.close();
  });

  it("a page's own files load along with the first script", async () => {
    const { context, page } = await visit(browser, server.url);
    await asSomebody(page, token);
    let mainAt = 0;
    const early: string[] = [];
    // The main script comes last.
    await page.route(/assets\/index-[^/]+\.js$/, async (route) => {
      await expect.poll(() => early.length, { timeout: 10_000 }).toBeGreaterThan(1);
      mainAt = early.length;
      await route.continue();
    });
    page.on("request", (request) => {
      const name = /(WorkspacePage|CodeEditor|Markdown)-[^/]+\.js$/.exec(request.url())?.[1];
      if (name !== undefined) early.push(name);
    });
    await page.goto(`/app/problems/${problemId}`);
    await editor(page).waitFor();
    expect(mainAt).toBeGreaterThan(1);
    await context.close();
  });
});
