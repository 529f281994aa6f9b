// Without a connection: a change that was not made is told of as that, and a page whose files did not come yet comes later.

import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { asSomebody, editor, launch, newPerson, register, visit, write } from "./browser.ts";
import { Server } from "./server.ts";

let server: Server;
let browser: Browser;
let problemId: string;

beforeAll(async () => {
  server = await Server.start();
  browser = await launch();
  problemId = await server.createProblem({ title: "Twice", testCases: [{ input: "1\n", output: "2\n", visibility: "public" }] });
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

const NOT_SAVED = /Nothing was saved\. Your text stays here: press the button again/;

describe("a change by a teacher without a connection", () => {
  it("is not saved, says so, stays typed, and is saved when the button is pressed again", async () => {
    const { context, page } = await visit(browser, server.url);
    await asSomebody(page, await server.login());
    const fails = async (press: () => Promise<unknown>) => {
      await context.setOffline(true);
      await press();
      await page.getByText(NOT_SAVED).last().waitFor();
      expect(await page.getByText(/by itself/).count()).toBe(0);
      await context.setOffline(false);
      await page.getByText("This page looks until it is back").waitFor({ state: "detached" });
    };
    await page.goto("/app/admin/problems/new");
    await page.getByLabel("Title").fill("Thrice");
    const create = page.getByRole("button", { name: "Create a draft" });
    await fails(() => create.click());
    expect(await page.getByLabel("Title").inputValue()).toBe("Thrice");
    await create.click();
    await page.getByRole("heading", { name: "Edit: Thrice" }).waitFor();

    // The part that shows the statement is not there yet: the form and what is typed in it stay.
    await context.setOffline(true);
    await page.getByRole("textbox", { name: "Statement" }).fill("Three times $3$.");
    await page.getByText("This part of the page loads when the connection is back.").waitFor();
    await context.setOffline(false);
    await page.getByRole("region", { name: "Preview" }).locator(".katex").first().waitFor();
    const save = page.getByRole("button", { name: "Save" });
    await fails(() => save.click());
    expect(await page.getByRole("textbox", { name: "Statement" }).inputValue()).toBe("Three times $3$.");
    await save.click();
    await page.getByText("Saved", { exact: true }).waitFor();

    await page.getByRole("tab", { name: /^Tests/ }).click();
    await page.getByRole("button", { name: "Add a test" }).click();
    const window = page.getByRole("dialog");
    await window.getByRole("textbox", { name: "Input", exact: true }).fill("1\n");
    await window.getByRole("textbox", { name: "Expected output", exact: true }).fill("3\n");
    await fails(() => window.getByRole("button", { name: "Save" }).click());
    await window.getByRole("button", { name: "Save" }).click();
    await window.waitFor({ state: "detached" });

    await page.getByRole("button", { name: "Publish" }).click();
    const publish = page.getByRole("dialog").getByRole("button", { name: /^Publish/ });
    await fails(() => publish.click());
    await publish.click();
    await page.getByRole("dialog").waitFor({ state: "detached" });

    await page.getByRole("tab", { name: "Settings" }).click();
    await fails(() => page.getByRole("button", { name: "Export", exact: true }).click());
    await context.close();
  });
});

describe("what a teacher changes whose answer is lost", () => {
  it("is not said to be unsaved, and is not in conflict with itself", async () => {
    const { context, page } = await visit(browser, server.url);
    const token = await server.login();
    await asSomebody(page, token);
    const id = await server.createProblem({ title: "Lost answer", testCases: [{ input: "1\n", output: "2\n" }] });
    await page.goto(`/app/admin/problems/${id}`);
    await page.getByRole("textbox", { name: "Statement" }).fill("Stored words.");
    let lost = 0;
    await page.route(`**/problems/${id}`, async (route) => {
      if (route.request().method() !== "PUT" || lost++ > 0) return route.fallback();
      await route.fetch();
      await route.abort("connectionreset");
    });
    const save = page.getByRole("button", { name: "Save" });
    await save.click();
    await page.getByText(/No answer came, so it is not known whether this was saved\./).waitFor();
    expect(await page.getByText(NOT_SAVED).count()).toBe(0);
    expect(await server.call("GET", `/problems/${id}`, undefined, token)).toMatchObject({ description: "Stored words." });
    await save.click();
    await page.getByRole("button", { name: "Load it again" }).click();
    await page.getByText("Not saved yet").waitFor({ state: "detached" });
    expect(await page.getByRole("textbox", { name: "Statement" }).inputValue()).toBe("Stored words.");
    expect(await page.getByText("Somebody else has changed the same part").count()).toBe(0);
    await context.close();
  });
});

describe("a problem whose creation was not answered", () => {
  it("is there once, with what was typed since, however often the button is pressed", async () => {
    const { context, page } = await visit(browser, server.url);
    const token = await server.login();
    await asSomebody(page, token);
    await page.goto("/app/admin/problems/new");
    await page.getByLabel("Title").fill("Once");
    let lost = 0;
    await page.route("**/problems/create", async (route) => {
      if (lost++ > 1) return route.fallback();
      await route.fetch();
      await route.abort("connectionreset");
    });
    const create = page.getByRole("button", { name: "Create a draft" });
    for (const presses of [1, 2]) {
      await create.click();
      await expect.poll(() => lost).toBe(presses);
      await page.getByText(/No answer came, so it is not known whether this was saved\./).waitFor();
    }
    await page.getByRole("textbox", { name: "Statement" }).fill("Typed later.");
    await create.click();
    await page.getByRole("heading", { name: "Edit: Once" }).waitFor();
    const found = await server.call<{ _id: string }[]>("GET", "/problems?search=Once", undefined, token);
    expect(found).toHaveLength(1);
    expect(await server.call("GET", `/problems/${found[0]?._id}`, undefined, token)).toMatchObject({ description: "Typed later." });
    expect(await page.getByRole("textbox", { name: "Statement" }).inputValue()).toBe("Typed later.");
    await context.close();
  });
});

describe("a page that was not opened before", () => {
  it("comes when the connection is back, and the draft stays", async () => {
    const { context, page } = await visit(browser, server.url);
    await register(page, newPerson());
    await page.goto(`/app/problems/${problemId}`);
    await editor(page).waitFor();
    await context.setOffline(true);
    await write(page, "print('typed offline')");
    await page.getByRole("navigation").getByRole("link", { name: "Submissions" }).click();
    await page.getByRole("heading", { name: "You are offline" }).waitFor();
    await page.goBack();
    await page.getByText("typed offline").waitFor();
    await page.getByRole("navigation").getByRole("link", { name: "Submissions" }).click();
    await page.getByRole("heading", { name: "You are offline" }).waitFor();
    await context.setOffline(false);
    await page.getByRole("heading", { name: "My submissions" }).waitFor();
    // With its own styles.
    await page.goto(`/app/problems/${problemId}`);
    await page.getByText("typed offline").waitFor();
    await context.close();
  });

  it("is loaded once more when the server has another application, and only once", async () => {
    const { context, page } = await visit(browser, server.url);
    await register(page, newPerson());
    let asked = 0;
    await page.route("**/assets/MySubmissionsPage-*.js", (route) => {
      ++asked;
      return route.fulfill({ status: 404, body: "" });
    });
    await page.getByRole("navigation").getByRole("link", { name: "Submissions" }).click();
    await page.getByRole("heading", { name: "This page could not be loaded" }).waitFor();
    expect(asked).toBeGreaterThan(1);
    await page.unroute("**/assets/MySubmissionsPage-*.js");
    await page.getByRole("button", { name: "Reload the page" }).click();
    await page.getByRole("heading", { name: "My submissions" }).waitFor();
    await context.close();
  });
});
