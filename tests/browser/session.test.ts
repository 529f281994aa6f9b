// What a session and a connection go through: tokens that end, servers that are started again.

import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { editor, kept, launch, newPerson, register, signIn, signOut, verdict, visit, write } from "./browser.ts";
import { Server } from "./server.ts";

let server: Server;
let browser: Browser;
let problemId: string;

beforeAll(async () => {
  server = await Server.start();
  browser = await launch();
  const testCases = Array.from({ length: 12 }, (_, i) => ({ input: `${i}\n`, output: `${i}\n` }));
  problemId = await server.createProblem({ title: "Echo", testCases });
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

async function student(): Promise<{ page: Page; person: ReturnType<typeof newPerson>; close: () => Promise<void> }> {
  const { context, page } = await visit(browser, server.url);
  const person = newPerson();
  await register(page, person);
  return { page, person, close: () => context.close() };
}

describe("a token that ended", () => {
  it("leads to signing in and back, with the draft kept", async () => {
    const { page, person, close } = await student();
    await page.goto(`/app/problems/${problemId}`);
    await write(page, "print(input())  # mine\n");
    // Signing out elsewhere ends all tokens, as their age would.
    await server.call("POST", "/auth/logout", undefined, await server.login(person));
    // The server may look a token's generation up for two seconds.
    await expect
      .poll(
        async () => {
          await page.keyboard.press("Control+Enter");
          return page.url();
        },
        { timeout: 20_000, interval: 500 },
      )
      .toContain("/app/login");
    await page.getByText("Your session has ended").waitFor();
    await signIn(page, person);
    await page.waitForURL(`**/app/problems/${problemId}`);
    await page.getByText("# mine").waitFor();
    await close();
  });

  it("that is too old leads there, too", async () => {
    const { page, person, close } = await student();
    await page.evaluate(() => {
      const claims = btoa(JSON.stringify({ id: "0".repeat(24), role: "student", exp: 1_000_000_000 }));
      localStorage.setItem("autograder.token", `x.${claims}.x`);
    });
    await page.goto("/app/submissions?language=python");
    await page.getByText("Your session has ended").waitFor();
    await signIn(page, person);
    await page.waitForURL("**/app/submissions?language=python");
    await close();
  });

  it("leaves nothing of one person to the next", async () => {
    const { page, close } = await student();
    await page.goto(`/app/problems/${problemId}`);
    await page.getByRole("button", { name: "Account" }).click();
    await page.getByRole("menuitem", { name: "Sign out", exact: true }).click();
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    expect(await page.evaluate(() => localStorage.getItem("autograder.token"))).toBeNull();
    expect(page.url()).not.toContain("next=");
    await close();
  });

  it("ends with the tab on a shared computer", async () => {
    const { page, person, close } = await student();
    await page.evaluate(() => localStorage.clear());
    await page.goto("/app/login");
    await page.getByLabel(/shared computer/).check();
    await signIn(page, person);
    await page.getByRole("heading", { name: "Problems", level: 1 }).waitFor();
    expect(await page.evaluate(() => [localStorage.getItem("autograder.token"), sessionStorage.getItem("autograder.token") !== null])).toEqual([null, true]);
    await close();
  });
});

describe("a session of a shared computer", () => {
  it("ends without that of somebody else in another tab, whose work stays", async () => {
    const { context, page } = await visit(browser, server.url);
    const [ada, bob] = [newPerson(), newPerson("Bob")];
    for (const person of [ada, bob]) await server.call("POST", "/auth/register", person);
    const enter = async (tab: Page, person: typeof ada, shared: boolean) => {
      await tab.goto("/app/login");
      if (shared) await tab.getByLabel(/shared computer/).check();
      await signIn(tab, person);
      await tab.getByRole("heading", { name: "Problems", level: 1 }).waitFor();
    };
    await enter(page, ada, true);
    const other = await context.newPage();
    await enter(other, bob, false);
    await other.goto(`/app/problems/${problemId}`);
    await editor(other).waitFor();
    await other.route("**/drafts/**", (route) => route.abort("connectionreset"));
    await write(other, "print('of Bob')");
    await expect.poll(() => kept(other)).toContain("of Bob");
    // Neither her going nor her coming back is theirs.
    await signOut(page);
    await page.getByLabel(/shared computer/).check();
    await signIn(page, ada);
    await page.getByRole("heading", { name: "Problems", level: 1 }).waitFor();
    await other.getByRole("button", { name: "Account" }).waitFor();
    expect(await kept(other)).toContain("of Bob");
    expect(await editor(other).innerText()).toContain("of Bob");
    await context.close();
  });

  it("that expired goes on as one, and what waits is sent once", async () => {
    const { context, page } = await visit(browser, server.url);
    const person = newPerson();
    await server.call("POST", "/auth/register", person);
    await page.goto("/app/login");
    await page.getByLabel(/shared computer/).check();
    await signIn(page, person);
    await page.getByRole("heading", { name: "Problems", level: 1 }).waitFor();
    await page.goto(`/app/problems/${problemId}`);
    await editor(page).waitFor();
    await page.route("**/submission/create", (route) => route.abort("connectionreset"));
    await write(page, "print(input())");
    await page.keyboard.press("Control+Enter");
    await page.getByText("Not sent yet").waitFor();
    await server.call("POST", "/auth/logout", undefined, await server.login(person));
    await page.unroute("**/submission/create");
    await page.getByText("Your session has ended").waitFor();
    const box = page.getByLabel(/shared computer/);
    expect(await box.isChecked()).toBe(true);
    // It is this person's own one after all.
    await box.uncheck();
    let sent = 0;
    page.on("request", (request) => void (request.url().endsWith("/submission/create") && sent++));
    await signIn(page, person);
    await page.waitForURL(`**/app/problems/${problemId}`);
    await verdict(page, "Accepted").waitFor();
    expect(sent).toBe(1);
    expect(await page.evaluate(() => Object.keys(sessionStorage).filter((name) => name.startsWith("autograder.of.")))).toEqual([]);
    await context.close();
  });
});

describe("a server that is killed while it judges", () => {
  it("is waited for, and its verdict comes", async () => {
    const { page, close } = await student();
    await page.goto(`/app/problems/${problemId}`);
    await write(page, "import time\nend = time.process_time() + 0.4\nwhile time.process_time() < end:\n    pass\nprint(input())\n");
    await page.keyboard.press("Control+Enter");
    await page.getByText(/[1-9] of 12 tests judged/).waitFor();
    await server.kill();
    await page.getByText("The server cannot be reached").waitFor();
    await server.launch();
    await page.getByText("The server cannot be reached").waitFor({ state: "hidden" });
    await page.getByText("12 of 12 tests passed").waitFor({ timeout: 90_000 });
    await verdict(page, "Accepted").waitFor();
    await close();
  });
});
