// Small things that stay where they were: what is said no longer than it holds, bars that move nothing, ways back, one clock.

import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { asSomebody, editor, launch, newPerson, signIn, verdict, visit, write } from "./browser.ts";
import { Server } from "./server.ts";

let server: Server;
let browser: Browser;
let problemId: string;

beforeAll(async () => {
  server = await Server.start();
  browser = await launch();
  problemId = await server.createProblem({
    title: "Twice",
    scoring: "groups",
    testCases: [
      { input: "1\n", output: "2\n", visibility: "public", weight: 0 },
      { input: "3\n", output: "6\n", weight: 5, group: "small" },
    ],
  });
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

async function student(locale: string) {
  const seen = await visit(browser, server.url, { locale });
  const person = newPerson();
  await server.call("POST", "/auth/register", person);
  const token = await server.login(person);
  await asSomebody(seen.page, token);
  return { ...seen, token };
}

it("an error of a registration goes with the first change", async () => {
  const { context, page } = await visit(browser, server.url);
  const taken = newPerson();
  await server.call("POST", "/auth/register", taken);
  await page.goto("/app/register");
  await page.getByLabel("Name").fill(taken.name);
  await page.getByLabel("Email").fill(taken.email);
  await page.getByLabel("Password", { exact: true }).fill(taken.password);
  await page.getByRole("button", { name: "Create an account" }).click();
  await page.getByRole("alert").waitFor();
  await page.getByLabel("Email").fill("another@example.org");
  await page.getByRole("alert").waitFor({ state: "detached" });
  await context.close();
});

it("a teacher who looked as a student comes back to the same tab", async () => {
  const { context, page } = await visit(browser, server.url);
  await asSomebody(page, await server.login());
  await page.goto(`/app/admin/problems/${problemId}`);
  const tests = page.getByRole("tab", { name: /^Tests/ });
  await tests.click();
  const look = async () => {
    await page.getByRole("link", { name: "View as a student" }).click();
    await page.getByText("You see this problem as a student sees it.").waitFor();
    expect(await page.getByRole("link", { name: "Edit", exact: true }).count()).toBe(0);
  };
  await look();
  await page.goBack();
  await tests.and(page.locator("[aria-selected=true]")).waitFor();
  await look();
  await page.getByRole("button", { name: "Back to editing" }).click();
  await tests.and(page.locator("[aria-selected=true]")).waitFor();
  await context.close();
});

describe.each([
  { locale: "en-US", clock: /\d?\d:\d\d\s[AP]M/, other: /\d?\d:\d\d(?!:|\s[AP]M)/ },
  { locale: "en-GB", clock: /\d?\d:\d\d/, other: /\d\s?[ap]m/i },
])("in $locale", ({ locale, clock, other }) => {
  it("bars move nothing, and all clocks are of one kind", async () => {
    const { context, page, token } = await student(locale);
    await page.goto(`/app/problems/${problemId}`);
    await editor(page).waitFor();
    await write(page, "print(2 * int(input()))");
    await page.keyboard.press("Control+Enter");
    await verdict(page, "Accepted").waitFor();
    // Samples without points make no group.
    await page.getByText("Group small").waitFor();
    expect(await page.getByText("Without a group").count()).toBe(0);
    const places = () =>
      page.evaluate(() => [".cm-content", "article", "[role=separator]", "ol"].map((one) => Math.round(document.querySelector(one)?.getBoundingClientRect().top ?? -1)));
    const before = await places();

    // Somebody saves on another computer.
    const at = `/problems/${problemId}/drafts/python`;
    await expect.poll(() => server.call<unknown[]>("GET", at, undefined, token).then((all) => all.length), { timeout: 15_000 }).toBe(1);
    await server.call("PUT", at, { code: "print('elsewhere')", newVersion: true }, token);
    await page.keyboard.type(" ");
    const offer = page.getByText(/changed on another computer at/);
    await offer.waitFor();
    const judged = page.getByText(/^Python program of/);
    for (const words of [await offer.innerText(), await judged.innerText()]) {
      expect(words).toMatch(clock);
      expect(words).not.toMatch(other);
    }
    expect(await places()).toEqual(before);
    await context.setOffline(true);
    await page.keyboard.type(" ");
    await page.getByRole("button", { name: "Keep this one" }).click();
    await page.getByText("The server cannot be reached. This page keeps trying").waitFor();
    expect(await places()).toEqual(before);
    await context.close();
  });
});
