// What a session and a connection go through: tokens that end, servers that are started again.

import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { launch, newPerson, register, signIn, verdict, visit, write } from "./browser.ts";
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

  it("that is too old is not even tried", async () => {
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
