// A verdict that is waited for: in a queue that somebody leaves again, and where streams of events do not come through.

import type { Browser, Page, Route } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { editor, launch, newPerson, register, verdict, visit, write } from "./browser.ts";
import { Server } from "./server.ts";

let server: Server;
let browser: Browser;
let echo: string;
let admin: string;

beforeAll(async () => {
  // One place to be judged at, so that the second waits for the first.
  server = await Server.start(["--workers", "1"]);
  browser = await launch();
  admin = await server.login();
  echo = await server.createProblem({ title: "Echo", testCases: [1, 2, 3].map((n) => ({ input: `${n}\n`, output: `${n}\n` })) });
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

async function student(): Promise<{ page: Page; complaints: string[]; close: () => Promise<void> }> {
  const { context, page, complaints } = await visit(browser, server.url);
  await register(page, newPerson());
  return { page, complaints, close: () => context.close() };
}

async function sendEcho(page: Page): Promise<void> {
  await page.goto(`/app/problems/${echo}`);
  await write(page, "print(input())\n");
  await page.keyboard.press("Control+Enter");
}

/** Takes the one place for so many seconds; what it gives back waits until they are over. */
async function occupy(seconds: number): Promise<() => Promise<void>> {
  const test = { input: "", output: "" };
  const problemId = await server.createProblem({ title: "Long", testCases: [test], limits: { timeLimitMs: 60_000 } });
  const create = { problemId, language: "python", code: `import time\ntime.sleep(${seconds})\n` };
  const { _id } = await server.call<{ _id: string }>("POST", "/submission/create", create, admin);
  await expect
    .poll(async () => (await server.call<{ status: string }>("GET", `/submission/${_id}`, undefined, admin)).status, { timeout: 30_000 })
    .toBe("RUNNING");
  return async () => {
    await server.call("GET", `/submission/${_id}?wait=60`, undefined, admin);
  };
}

describe("a submission that waits", () => {
  it("shows its place and the reason, and is cancelled next to the program", async () => {
    const { page, complaints, close } = await student();
    const untilFree = await occupy(8);
    await sendEcho(page);
    await verdict(page, "Queued").waitFor();
    await page.getByText("Next in the queue.", { exact: true }).waitFor();
    await page.getByRole("button", { name: "Cancel", exact: true }).click();
    await verdict(page, "Cancelled").waitFor();
    expect(await page.getByRole("button", { name: "Cancel", exact: true }).count()).toBe(0);
    expect(await page.getByText("tests passed").count()).toBe(0);
    await page.getByRole("tab", { name: "Submissions" }).click();
    await page.getByRole("row", { name: /Cancelled/ }).waitFor();
    await untilFree();
    expect(complaints).toEqual([]);
    await close();
  });

  it("is cancelled on its own page, and the next is judged when there is a place", async () => {
    const { page, complaints, close } = await student();
    const untilFree = await occupy(8);
    await sendEcho(page);
    await verdict(page, "Queued").waitFor();
    await page.getByRole("link", { name: "Open this submission" }).click();
    await page.getByRole("button", { name: "Cancel", exact: true }).click();
    await verdict(page, "Cancelled").waitFor();
    await sendEcho(page);
    await page.getByText("Next in the queue.", { exact: true }).waitFor();
    await untilFree();
    await verdict(page, "Accepted").waitFor();
    expect(complaints).toEqual([]);
    await close();
  });
});

describe("a language that no worker can judge", () => {
  it("is told of until a worker is back, which the page sees by itself", async () => {
    const { page, close } = await student();
    await page.route("**/languages", async (route) => {
      const response = await route.fetch();
      const all = (await response.json()) as { id: string; available: boolean }[];
      await route.fulfill({ response, json: all.map((one) => ({ ...one, available: one.id !== "python" && one.available })) });
    });
    await page.goto(`/app/problems/${echo}`);
    const away = page.getByText("Python cannot be judged at the moment");
    await away.waitFor();
    await page.unroute("**/languages");
    await away.waitFor({ state: "detached" });
    await close();
  });
});

describe("a language that the server loses while somebody writes", () => {
  it("is told of when the page is looked at again, and with Submit", async () => {
    const { page, close } = await student();
    await page.goto(`/app/problems/${echo}`);
    await editor(page).waitFor();
    let change = (all: { id: string; available: boolean }[]) => all;
    await page.route("**/languages", async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, json: change((await response.json()) as { id: string; available: boolean }[]) });
    });
    const lookAgain = () => page.evaluate(() => window.dispatchEvent(new Event("visibilitychange")));
    await write(page, "print(1)\n");

    change = (all) => all.map((one) => ({ ...one, available: one.id !== "python" && one.available }));
    await lookAgain();
    await page.getByText("Python cannot be judged at the moment").waitFor();

    change = (all) => all.filter(({ id }) => id !== "python");
    await lookAgain();
    await page.getByText("Python cannot be chosen any more.").waitFor();
    expect(await page.getByRole("combobox", { name: "Language" }).inputValue()).toBe("Python (not available)");
    await page.getByRole("button", { name: "Submit" }).click();
    await page.getByText("Your program was not sent: its language cannot be chosen any more.").waitFor();
    expect(await editor(page).textContent()).toBe("print(1)");
    await page.getByText("Nothing submitted yet").waitFor();
    // Nor does it go out of sight when the page is loaded again.
    await page.reload();
    await page.getByText(/python cannot be chosen any more\./i).waitFor();
    expect(await editor(page).textContent()).toBe("print(1)");

    change = (all) => all;
    await lookAgain();
    await page.getByText(/python cannot be chosen any more\./i).waitFor({ state: "detached" });
    // Not looked at again: Submit sees it, too.
    change = (all) => all.map((one) => ({ ...one, available: one.id !== "python" && one.available }));
    await page.getByRole("button", { name: "Submit" }).click();
    await page.getByText("Python cannot be judged at the moment").waitFor();
    await close();
  });
});

describe("where no stream of events comes through, the verdict comes all the same", () => {
  const cases: [string, number, (route: Route) => Promise<void> | void][] = [
    ["because connections to it break", 8, (route) => route.abort("connectionreset")],
    ["because a proxy does not know it", 8, (route) => route.fulfill({ status: 404, contentType: "text/html", body: "<p>no such page</p>" })],
    ["because too many listen already", 8, (route) => route.fulfill({ status: 429, contentType: "application/json", body: "{}" })],
    // Never answered, as by a proxy that waits until it is whole.
    ["because a proxy holds it back", 16, () => undefined],
  ];
  it.each(cases)("%s", async (_, patience, answer) => {
    const { page, close } = await student();
    let streams = 0;
    const waits: string[] = [];
    await page.route("**/submission/*/events", (route) => {
      streams++;
      return answer(route);
    });
    page.on("request", (request) => {
      if (/[?&]wait=\d+/.test(request.url())) waits.push(request.url());
    });
    const untilFree = await occupy(patience);
    await sendEcho(page);
    await verdict(page, "Queued").waitFor();
    // The page has understood, and asks in the way that waits.
    await expect.poll(() => waits.length, { timeout: 30_000 }).toBeGreaterThan(0);
    await untilFree();
    await verdict(page, "Accepted").waitFor();
    await page.getByText("3 of 3 tests passed").waitFor();
    expect(streams).toBeGreaterThan(0);
    expect(streams).toBeLessThan(10);
    await close();
  });
});
