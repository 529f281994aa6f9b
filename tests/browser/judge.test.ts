// The page Judge: the running, waiting and failed jobs, and the notice to an administrator when nobody judges.

import { chmodSync, copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { asSomebody, launch, newPerson, sideways, violationsOf, visit, write } from "./browser.ts";
import { Server } from "./server.ts";

// Its interpreter does not exist, so that each judging fails on our side.
const BROKEN_TOOL = "#!/nonexistent/interpreter\n";
const brokenLanguage = (tool: string) =>
  `name = "Broken"\nsource_file = "main.txt"\n[tools]\ntool = ["${tool}"]\n[version]\nargv = ["{tool}"]\n[run]\nargv = ["{tool}", "main.txt"]\n`;
const WAITING = 25;
const PATIENCE = { timeout: 30_000 };

let languages: string;
let server: Server;
let browser: Browser;
let admin: string;
let student: string;
let problemId: string;

beforeAll(async () => {
  // Not below /tmp, which a box has one of its own of.
  languages = mkdtempSync("/opt/autograder-browser-");
  chmodSync(languages, 0o755);
  writeFileSync(`${languages}/tool`, BROKEN_TOOL, { mode: 0o755 });
  copyFileSync(fileURLToPath(new URL("../../languages/python.toml", import.meta.url)), `${languages}/python.toml`);
  writeFileSync(`${languages}/broken.toml`, brokenLanguage(`${languages}/tool`));
  server = await Server.start(["--workers", "1"], { AUTOGRADER_LANGUAGES: languages });
  browser = await launch();
  admin = await server.login();
  const person = newPerson("Grace Hopper");
  await server.call("POST", "/auth/register", person);
  student = await server.login(person);
  problemId = await server.createProblem({ title: "Patience", testCases: [{ input: "", output: "" }], limits: { timeLimitMs: 60_000 } });
});
afterAll(async () => {
  await browser.close();
  await server.stop();
  rmSync(languages, { recursive: true });
});

const open = async (token: string, path: string, looks: Parameters<typeof visit>[2] = {}) => {
  const seen = await visit(browser, server.url, looks);
  await asSomebody(seen.page, token);
  await seen.page.goto(path);
  return seen;
};
const submit = (language: string, code: string) =>
  server.call<{ _id: string }>("POST", "/submission/create", { problemId, language, code }, student);
const picture = (page: Page, name: string) =>
  process.env.AUTOGRADER_PICTURES === undefined ? undefined : page.screenshot({ path: `${process.env.AUTOGRADER_PICTURES}/${name}.png`, fullPage: true });

describe("the page Judge", () => {
  it("shows the workers, the running and the failed jobs, and reads itself again", async () => {
    const { context, page, complaints } = await open(admin, "/app/problems");
    await page.getByRole("button", { name: "Teaching" }).click();
    await page.getByRole("menuitem", { name: "Judge" }).click();
    await page.getByRole("heading", { name: "Judge", level: 1 }).waitFor();
    await page.getByText("No jobs are waiting.").waitFor();
    const workers = page.getByRole("region", { name: "Workers" });
    await workers.getByText("Running", { exact: true }).waitFor();
    await workers.getByText(/^seen just now$/).waitFor();
    expect(await workers.locator("dt", { hasText: "Python" }).count()).toBeGreaterThan(0);
    await page.getByText("Free disk space").waitFor();

    const { _id } = await submit("broken", "x");
    await server.call("GET", `/submission/${_id}?wait=60`, undefined, student);
    // Nothing is pressed: the page finds it.
    const dead = page.getByRole("region", { name: "Failed jobs" }).first();
    await dead.getByRole("row", { name: /Patience · Grace Hopper/ }).waitFor(PATIENCE);
    await dead.getByRole("button", { name: "Try again: Submission, Patience, Grace Hopper" }).click();
    await page.getByText("Put back into the queue").waitFor();
    await server.call("GET", `/submission/${_id}?wait=60`, undefined, student);
    await dead.getByRole("button", { name: /^Forget: / }).waitFor(PATIENCE);
    await picture(page, "judge");
    await page.setViewportSize({ width: 360, height: 780 });
    await expect.poll(() => sideways(page)).toEqual([]);
    await picture(page, "judge-failed-cards");
    await page.setViewportSize({ width: 1360, height: 860 });
    await dead.getByRole("button", { name: /^Forget: / }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Forget" }).click();
    await page.getByText("No failed jobs.").waitFor();
    expect(await server.call("GET", "/queue/dead", undefined, admin)).toEqual([]);

    await submit("python", "import time\ntime.sleep(12)\n");
    await page.getByRole("region", { name: "Running" }).first().getByText("Patience · Grace Hopper").waitFor(PATIENCE);
    await submit("python", "pass\n");
    const waiting = page.getByRole("region", { name: "Waiting" }).first();
    await waiting.getByRole("cell", { name: "Next in the queue." }).waitFor(PATIENCE);
    // On a phone each row is a card, with the words of its columns.
    await page.setViewportSize({ width: 360, height: 780 });
    await expect.poll(() => sideways(page)).toEqual([]);
    const row = waiting.getByRole("row", { name: /Patience · Grace Hopper/ });
    expect(await row.getByText("Next in the queue.").isVisible()).toBe(true);
    expect(await row.getByRole("cell").first().evaluate((cell) => getComputedStyle(cell, "::before").content)).toContain("Place");
    await picture(page, "judge-cards");
    expect(await violationsOf(page, "the judge in cards")).toEqual([]);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it("is named on every page while judgings have failed, until they are tried again or forgotten", async () => {
    const { _id } = await submit("broken", "x");
    await server.call("GET", `/submission/${_id}?wait=60`, undefined, student);
    const { context, page } = await open(admin, "/app/problems");
    await page.getByText("1 judging failed.").waitFor();
    await picture(page, "judge-bar-failed");
    const theirs = await open(student, `/app/submissions/${_id}`);
    await theirs.page.getByText("This is our fault, not yours. An administrator can judge it again.").waitFor();
    expect(await theirs.page.getByText(/judging failed/).count()).toBe(0);
    await theirs.context.close();
    await page.getByRole("link", { name: "Open the page Judge" }).click();
    await page.getByRole("button", { name: /^Forget: / }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Forget" }).click();
    await page.getByText("No failed jobs.").waitFor();
    await page.getByRole("navigation").getByRole("link", { name: "Problems" }).click();
    await page.getByRole("link", { name: "Patience" }).waitFor();
    await page.getByText(/judging failed/).waitFor({ state: "detached" });
    await context.close();
  });

  it("says when it could not be read, and since when", async () => {
    const { context, page } = await open(admin, "/app/admin/judge");
    await page.getByText(/^Updated at \d?\d:\d\d:\d\d/).waitFor();
    await page.route(/\/(queue|workers|health)/, (route) => route.fulfill({ status: 503, contentType: "application/json", body: "{}" }));
    await page.getByText(/^No update since \d?\d:\d\d:\d\d/).waitFor(PATIENCE);
    await page.unroute(/\/(queue|workers|health)/);
    await page.getByText(/^Updated at \d?\d:\d\d:\d\d/).waitFor(PATIENCE);
    await context.close();
  });
});

describe("where nobody judges", () => {
  beforeAll(async () => {
    await server.kill();
    await server.launch(["--no-worker"]);
    await Promise.all(Array.from({ length: WAITING }, () => submit("python", "pass\n")));
    // A worker counts as lost after twenty seconds.
    const sandbox = async () => (await server.call<{ sandbox: string }>("GET", "/health")).sandbox;
    while ((await sandbox()) !== "absent") await new Promise((resolve) => setTimeout(resolve, 500));
  });

  it("administrators are told on every page, students are not", async () => {
    const { context, page } = await open(admin, "/app/problems");
    await page.getByText("No worker is running: submissions wait until one starts.").waitFor();
    await picture(page, "judge-bar");
    await page.getByRole("link", { name: "Open the page Judge" }).click();
    await page.getByRole("heading", { name: "Not everything is healthy" }).waitFor();
    expect(await page.getByRole("region", { name: "Workers" }).getByText("Lost", { exact: true }).count()).toBe(1);
    await context.close();
    const theirs = await open(student, "/app/problems");
    await theirs.page.getByRole("link", { name: "Patience" }).waitFor();
    expect(await theirs.page.getByText(/No worker is running/).count()).toBe(0);
    await theirs.page.goto("/app/admin/judge");
    await theirs.page.getByText("This page is for administrators").waitFor();
    await theirs.context.close();
  });

  it("shows the place and the reason of each waiting job, in pages", async () => {
    const { context, page } = await open(admin, "/app/admin/judge");
    const waiting = page.getByRole("region", { name: "Waiting" }).first();
    await waiting.getByRole("cell", { name: /^No running worker can judge Python/ }).first().waitFor();
    expect(await waiting.getByRole("row").count()).toBe(21);
    await page.getByRole("button", { name: "Next page" }).click();
    await waiting.getByRole("cell", { name: "21", exact: true }).waitFor();
    await context.close();
  });

  it.each(Object.entries({ light: {}, dark: { dark: true }, phone: { phone: true }, "dark phone": { dark: true, phone: true } }))(
    "axe finds nothing in %s",
    async (name, looks) => {
      const { context, page, complaints } = await open(admin, "/app/admin/judge", looks);
      await page.getByText("Lost", { exact: true }).waitFor();
      expect(await violationsOf(page, "the judge")).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
      await picture(page, `judge-${name.replace(" ", "-")}`);
      await page.goto("/app/problems");
      await page.getByText(/^No worker is running/).waitFor();
      expect(await violationsOf(page, "the bar")).toEqual([]);
      expect(complaints).toEqual([]);
      await context.close();
    },
  );

  it("a student who runs the samples is told so at once, and the program runs when a worker is there", async () => {
    const { context, page } = await open(student, `/app/problems/${problemId}`);
    await write(page, "pass\n");
    const language = page.getByRole("combobox", { name: "Language" });
    expect([await language.inputValue(), await language.evaluate((field) => field.scrollWidth - field.clientWidth)]).toEqual(["Python (not available)", 0]);
    await page.getByRole("button", { name: "Run samples" }).click();
    await page.getByText("No running worker can judge Python. Your program runs as soon as one can.").waitFor({ timeout: 5_000 });
    expect(await page.getByRole("status").getByText("Running", { exact: true }).count()).toBe(0);
    await server.kill();
    await server.launch(["--workers", "1"]);
    await page.getByRole("region", { name: "Sample 1" }).getByText("Right").waitFor(PATIENCE);
    await context.close();
  });
});
