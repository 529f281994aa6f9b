// An instructor: a problem with partial scoring from nothing, its tests, everyone's submissions, judging again, users.

import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { asSomebody, launch, newPerson, sideways, signIn, visit, type Visit } from "./browser.ts";
import { ADMIN, Server } from "./server.ts";

let server: Server;
let browser: Browser;
let seen: Visit;
let page: Page;
let problemId = "";
let studentToken = "";
const grace = newPerson("Grace Hopper");

// Right for even numbers alone.
const HALF_RIGHT = "n = int(input())\nprint(n * 2 if n % 2 == 0 else 0)\n";

beforeAll(async () => {
  server = await Server.start();
  browser = await launch();
  await server.call("POST", "/auth/register", grace);
  studentToken = await server.login(grace);
  seen = await visit(browser, server.url);
  page = seen.page;
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

async function addTest(input: string, output: string, group: string, weight: string): Promise<void> {
  await page.getByRole("button", { name: "Add a test" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Input", { exact: true }).fill(input);
  await dialog.getByLabel("Expected output", { exact: true }).fill(output);
  await dialog.getByLabel("Group").fill(group);
  await dialog.getByLabel("Weight").fill(weight);
  await dialog.getByRole("button", { name: "Save" }).click();
  await dialog.waitFor({ state: "hidden" });
}
const inputs = async () => (await page.getByRole("row").locator("td:nth-child(2) code").allTextContents()).map((one) => one.trim());

describe("an instructor", () => {
  it("signs in and writes a statement next to its preview", async () => {
    await page.goto("/app/login");
    await signIn(page, ADMIN);
    await page.getByRole("button", { name: "Teaching" }).click();
    await page.getByRole("menuitem", { name: "Manage problems" }).click();
    await page.getByRole("link", { name: "New problem" }).first().click();
    await page.getByLabel("Title").fill("Doubling");
    await page.getByRole("textbox", { name: "Statement" }).fill("Print **twice** $n$.\n\n$$2n$$");
    await page.getByRole("region", { name: "Preview" }).locator(".katex-display").waitFor();
  });

  it("sees on the tab that tests are missing, and is asked before typed text is lost", async () => {
    await page.getByRole("tab", { name: /^Tests/ }).getByRole("img", { name: "A problem needs at least one test." }).waitFor();
    const away = () => page.getByRole("link", { name: "Problems", exact: true }).first().click();
    await away();
    const question = page.getByRole("dialog", { name: "Leave without saving?" });
    await question.getByRole("button", { name: "Stay here" }).click();
    await question.waitFor({ state: "hidden" });
    expect(await page.getByRole("textbox", { name: "Statement" }).inputValue()).toContain("Print **twice**");
    await page.goBack();
    await question.getByRole("button", { name: "Stay here" }).click();
    await question.waitFor({ state: "hidden" });
    expect(await page.getByLabel("Title").inputValue()).toBe("Doubling");
  });

  it("adds tests by hand and from pairs of files, and orders them", async () => {
    await page.getByRole("tab", { name: /^Tests/ }).click();
    await addTest("2\n", "4\n", "even", "10");
    await addTest("3\n", "6\n", "odd", "30");
    const chooser = page.waitForEvent("filechooser");
    await page.getByRole("button", { name: "Upload pairs" }).click();
    const file = (name: string, content: string) => ({ name, mimeType: "text/plain", buffer: Buffer.from(content) });
    await (await chooser).setFiles([file("10.in", "10\n"), file("10.ans", "20\n"), file("9.in", "9\n"), file("9.out", "18\n"), file("notes.md", "x")]);
    await page.getByText("Without a partner, left out: notes.md").waitFor();
    expect(await inputs()).toEqual(["2", "3", "9", "10"]);
    await page.getByRole("button", { name: "Move test 4 up" }).click();
    expect(await inputs()).toEqual(["2", "3", "10", "9"]);
  });

  it("sets limits and scoring by groups, and creates it", async () => {
    await page.getByRole("tab", { name: "Settings" }).click();
    await page.getByRole("textbox", { name: "Scoring" }).or(page.getByRole("combobox", { name: "Scoring" })).first().click();
    await page.getByRole("option", { name: /^Partial, by groups/ }).click();
    const limit = page.getByLabel("Time limit of a test, in ms");
    await limit.fill("50");
    await page.getByRole("button", { name: "Create a draft" }).click();
    await page.getByRole("tabpanel").getByText("100 to 60,000").last().waitFor();
    await limit.fill("2000");
    await page.getByRole("button", { name: "Create a draft" }).click();
    await page.getByText("The draft is created.").waitFor();
    await page.waitForURL(/\/admin\/problems\/[0-9a-f]{24}$/);
    problemId = page.url().slice(-24);
    const problem = await server.call<{ scoring: string; limits: { timeLimitMs: number }; testCases: { visibility: string; group?: string; weight: number }[] }>(
      "GET",
      `/problems/${problemId}`,
      undefined,
      await server.login(),
    );
    expect(problem).toMatchObject({ scoring: "groups", limits: { timeLimitMs: 2000 } });
    expect(problem.testCases.map(({ visibility, group = "", weight }) => [visibility, group, weight])).toEqual([
      ["public", "even", 10],
      ["private", "odd", 30],
      ["private", "", 1],
      ["private", "", 1],
    ]);
  });

  it("changes tests of a problem that exists, and their order", async () => {
    await page.getByRole("tab", { name: /^Tests/ }).click();
    for (const n of [3, 4]) {
      const group = page.getByLabel(`Group of test ${n}`);
      await group.fill(n === 3 ? "even" : "odd");
      await Promise.all([page.waitForResponse((response) => response.request().method() === "PUT"), group.blur()]);
      await page.waitForLoadState("networkidle");
    }
    await page.getByRole("button", { name: "Move test 3 up" }).click();
    await page.getByText("Order saved").waitFor();
    await expect.poll(inputs).toEqual(["2", "10", "3", "9"]);
  });

  it("publishes the draft after a list of what it should have", async () => {
    const titles = () => server.call<{ title: string }[]>("GET", "/problems", undefined, studentToken).then((all) => all.map((one) => one.title));
    expect(await titles()).toEqual([]);
    await page.getByRole("button", { name: "Publish", exact: true }).click();
    const list = page.getByRole("dialog").getByRole("listitem");
    const marked = (mark: string) => list.filter({ has: page.getByRole("img", { name: mark }) }).allTextContents();
    await list.first().waitFor();
    expect(await marked("Done")).toEqual(["It has a statement", "It has tests", "At least one test is public, as a sample"]);
    expect(await marked("Missing")).toEqual(["At least one solution was accepted"]);
    await page.getByRole("dialog").getByRole("button", { name: "Publish anyway" }).click();
    await page.getByText("Published: students see it now").waitFor();
    expect(await titles()).toEqual(["Doubling"]);
  });

  it("needs a title only for a draft, and is told what it lacks before it can be published", async () => {
    await page.goto("/app/admin/problems/new");
    await page.getByRole("button", { name: "Create a draft" }).click();
    await page.getByText("Enter a title of 1 to 200 characters").waitFor();
    await page.getByLabel("Title").fill("Bare");
    await page.getByRole("button", { name: "Create a draft" }).click();
    await page.getByText("The draft is created.").waitFor();
    await page.getByRole("heading", { name: "Edit: Bare" }).waitFor();
    const tab = page.getByRole("tab", { name: /^Tests/ });
    await tab.getByRole("img", { name: "A problem needs at least one test." }).waitFor();
    const window = page.getByRole("dialog");
    await page.getByRole("button", { name: "Publish", exact: true }).click();
    const list = window.getByRole("listitem");
    await list.first().waitFor();
    expect(await list.filter({ has: page.getByRole("img", { name: "Missing" }) }).allTextContents()).toEqual([
      "It has a statement",
      "It has tests",
      "At least one test is public, as a sample",
      "At least one solution was accepted",
    ]);
    expect(await window.getByRole("button", { name: /^Publish/ }).isDisabled()).toBe(true);
    await window.getByRole("button", { name: "Cancel", exact: true }).click();
    await window.waitFor({ state: "hidden" });
    expect(await page.getByText("Something went wrong").count()).toBe(0);
    // The mark goes with the first test.
    await tab.click();
    await addTest("1\n", "2\n", "", "1");
    await tab.getByRole("img").waitFor({ state: "detached" });
    // What is typed there asks, too, before it is lost inside of the application.
    await page.getByRole("tab", { name: "Statement" }).click();
    await page.getByRole("textbox", { name: "Statement" }).fill("Typed and not saved.");
    await page.getByRole("link", { name: "Problems", exact: true }).first().click();
    const question = page.getByRole("dialog", { name: "Leave without saving?" });
    await question.getByRole("button", { name: "Leave", exact: true }).click();
    await page.getByRole("heading", { name: "Problems", level: 1 }).waitFor();
    const [bare] = await server.call<{ _id: string; published: boolean }[]>("GET", "/problems?search=Bare", undefined, await server.login());
    expect(bare?.published).toBe(false);
    await server.call("DELETE", `/problems/${bare?._id}`, undefined, await server.login());
  });

  it("uploads fifty pairs in one request", async () => {
    const id = await server.createProblem({ title: "Fifty", published: false, testCases: [] });
    await page.goto(`/app/admin/problems/${id}`);
    await page.getByRole("tab", { name: /^Tests/ }).click();
    let asked = 0;
    page.on("request", (request) => (asked += request.method() === "POST" && request.url().includes("/testcases") ? 1 : 0));
    const chooser = page.waitForEvent("filechooser");
    await page.getByRole("button", { name: "Upload pairs" }).click();
    const file = (name: string, content: string) => ({ name, mimeType: "text/plain", buffer: Buffer.from(content) });
    const numbers = Array.from({ length: 50 }, (_, i) => String(i + 1));
    await (await chooser).setFiles(numbers.flatMap((n) => [file(`${n}.in`, `${n}\n`), file(`${n}.out`, `${n}\n`)]));
    await page.getByText("50 tests", { exact: true }).waitFor();
    expect(asked).toBe(1);
    expect(await inputs()).toEqual(numbers);
    await server.judge(id, "python", "print(input())\n", await server.login());
    await page.getByRole("button", { name: "Publish", exact: true }).click();
    const slowest = page.getByRole("dialog").getByRole("listitem").filter({ hasText: /^The time limit \(5 s\) is at least twice/ });
    await slowest.getByRole("img", { name: "Done" }).waitFor();
    await page.getByRole("button", { name: "Cancel", exact: true }).click();
  });

  it("is not told of solutions that were accepted by earlier tests, and of the slowest of all", async () => {
    const token = await server.login();
    const id = await server.createProblem({ title: "Slow", published: false, testCases: [{ input: "1\n", output: "1\n" }], limits: { timeLimitMs: 900 } });
    await server.judge(id, "python", "import time\nwhile time.process_time() < 0.5:\n    pass\nprint(input())\n", token);
    // More than a page of faster ones; the server holds 20 answers for a user.
    for (let half = 0; half < 2; ++half) {
      await Promise.all(Array.from({ length: 13 }, () => server.judge(id, "python", "print(input())\n", token)));
    }
    await page.goto(`/app/admin/problems/${id}`);
    const ask = () => page.getByRole("button", { name: "Publish", exact: true }).click();
    const limit = page.getByRole("dialog").getByRole("listitem").filter({ hasText: /^The time limit \(900 ms\) is at least twice/ });
    const solution = page.getByRole("dialog").getByRole("listitem").filter({ hasText: "At least one solution was accepted" });
    await ask();
    await limit.getByRole("img", { name: "Missing" }).waitFor();
    await page.getByRole("button", { name: "Cancel", exact: true }).click();
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    const [test] = await server.call<{ _id: string }[]>("GET", `/problems/${id}/testcases`, undefined, token);
    await server.call("PUT", `/testcases/${test?._id ?? ""}`, { output: "2\n" }, token);
    await ask();
    await solution.getByRole("img", { name: "Missing" }).waitFor();
    expect(await limit.count()).toBe(0);
    await page.getByRole("button", { name: "Cancel", exact: true }).click();
  });

  it("sees a student's partial score by groups", async () => {
    const id = await server.judge(problemId, "python", HALF_RIGHT, studentToken);
    await page.goto(`/app/submissions/${id}`);
    await page.getByText("26.19 / 100").waitFor();
    await page.getByText("11 of 11 points").waitFor();
    await page.getByText("0 of 31 points").waitFor();
  });

  it("sees everyone's submissions by filter, and judges one again", async () => {
    await page.goto("/app/admin/submissions");
    await page.getByRole("cell", { name: "Grace Hopper" }).waitFor();
    await page.getByRole("button", { name: /^Actions for the submission/ }).first().click();
    await page.getByRole("menuitem", { name: "Judge again" }).click();
    await page.getByText("Queued to be judged again").waitFor();
    await page.getByRole("combobox", { name: "Verdict" }).click();
    await page.getByRole("option", { name: "Compile error" }).click();
    await page.getByText("No submission matches").waitFor();
    await page.getByRole("button", { name: "Clear filters" }).click();
    await page.getByRole("combobox", { name: "Problem" }).fill("doub");
    await page.getByRole("option", { name: "Doubling" }).click();
    await page.waitForURL(/problemId=/);
    await page.getByText("1 submission", { exact: true }).waitFor();
    await page.getByRole("combobox", { name: "Student" }).fill("admin");
    await page.getByRole("option", { name: /admin@localhost/ }).click();
    await page.getByText("No submission matches").waitFor();
    await page.getByRole("button", { name: /^Remove the filter Student/ }).click();
    await page.getByRole("link", { name: /^26.19/ }).click();
    await page.getByRole("link", { name: "Grace Hopper" }).waitFor();
  });

  it("judges all of a problem again and sees how far that is; earlier verdicts stay", async () => {
    // A test changes: what was wrong is right now.
    await page.goto(`/app/admin/problems/${problemId}`);
    await page.getByRole("tab", { name: /^Tests/ }).click();
    for (const n of [3, 4]) {
      await page.getByRole("button", { name: `Edit test ${n}` }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByLabel("Expected output", { exact: true }).fill("0\n");
      await dialog.getByRole("button", { name: "Save" }).click();
      await dialog.waitFor({ state: "hidden" });
    }
    await page.getByRole("tab", { name: "Settings" }).click();
    await page.getByRole("button", { name: "Judge again" }).click();
    await page.getByText("All submissions with a verdict have been judged again").waitFor();
    await page.goto("/app/admin/submissions");
    await page.getByRole("link", { name: /^Accepted/ }).first().click();
    await page.getByText("100 / 100").waitFor();
    const history = page.getByRole("region", { name: "Earlier verdicts" });
    expect(await history.getByText("26.19 / 100").count()).toBe(2);
  });

  it("is told how many verdicts are out of date, and judges those again", async () => {
    const { version } = await server.call<{ version: number }>("GET", `/problems/${problemId}`, undefined, await server.login());
    await page.goto(`/app/admin/problems/${problemId}`);
    await page.getByRole("tab", { name: "Settings" }).click();
    expect(await page.getByText(/verdicts? (?:is|are) older/).count()).toBe(0);
    // A test is right again: what was accepted is not any more, and a verdict of the new rules is not judged again.
    const tests = await server.call<{ _id: string }[]>("GET", `/problems/${problemId}/testcases`, undefined, await server.login());
    await server.call("PUT", `/testcases/${tests[2]?._id}`, { output: "6\n" }, await server.login());
    const fresh = await server.judge(problemId, "python", HALF_RIGHT, studentToken);
    expect(version).toBeGreaterThan(1);
    await page.reload();
    await page.getByText(/^1 of 2 verdicts is older/).waitFor();
    await page.getByRole("button", { name: "Update the verdicts" }).click();
    await page.getByText("All verdicts are up to date again.").waitFor();
    await page.getByText("1 of 1 verdict changed.").first().waitFor();
    await page.getByRole("listitem").filter({ hasText: "1 from Accepted to Wrong answer" }).first().waitFor();
    const row = page.getByRole("table").first().getByRole("row", { name: /Grace Hopper/ });
    expect(await row.getByRole("cell").allTextContents()).toEqual(["Grace Hopper", "Accepted", "26.19 / 100"]);
    // In the bar and in the settings.
    await page.setViewportSize({ width: 360, height: 780 });
    await expect.poll(() => page.getByRole("region", { name: "Changed verdicts" }).count()).toBe(2);
    expect(await sideways(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
    await page.setViewportSize({ width: 1360, height: 860 });
    const judged = await server.call<{ judgings: unknown[] }>("GET", `/submission/${fresh}?history=1`, undefined, await server.login());
    expect(judged.judgings.length).toBe(1);
  });

  it("is told so again when a test changes once more, and on the same page", async () => {
    // No reload since the last one: its state says nothing about this change.
    await page.getByRole("tab", { name: /^Tests/ }).click();
    await page.getByRole("button", { name: "Edit test 3" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Expected output", { exact: true }).fill("0\n");
    await dialog.getByRole("button", { name: "Save" }).click();
    await dialog.waitFor({ state: "hidden" });
    await page.getByText(/^2 of 2 verdicts are older/).waitFor();
    await page.getByRole("button", { name: "Update the verdicts" }).click();
    await page.getByText("All verdicts are up to date again.").waitFor();
    const { outdated } = await server.call<{ outdated: number }>("GET", `/problems/${problemId}/outdated`, undefined, await server.login());
    expect(outdated).toBe(0);
  });

  it("finds the changed verdicts again after looking at one, until they are put away", async () => {
    const done = page.getByText("All verdicts are up to date again.");
    await page.goto("/app/admin/submissions");
    await page.getByRole("heading", { name: "Everyone's submissions" }).waitFor();
    await page.goto(`/app/admin/problems/${problemId}`);
    await done.waitFor();
    await page.getByRole("region", { name: "Changed verdicts" }).getByRole("link", { name: "Grace Hopper" }).first().click();
    await page.waitForURL(/\/submissions\/[0-9a-f]{24}$/);
    await page.goBack();
    await done.waitFor();
    await page.getByRole("region", { name: "Changed verdicts" }).waitFor();
    await page.getByRole("status").filter({ has: done }).getByRole("button", { name: "Close" }).click();
    await done.waitFor({ state: "hidden" });
    await page.reload();
    await page.getByRole("textbox", { name: "Statement" }).waitFor();
    expect(await done.count()).toBe(0);
    // The settings have them still.
    await page.getByRole("tab", { name: "Settings" }).click();
    await page.getByRole("region", { name: "Changed verdicts" }).waitFor();
  });

  it("is told so after a change of a limit and of the comparing, but not of the statement", async () => {
    const outdated = page.getByText(/^2 of 2 verdicts are older/);
    const save = async () => {
      await page.getByRole("button", { name: "Save", exact: true }).click();
      await page.getByText("Not saved yet").waitFor({ state: "hidden" });
    };
    const update = async () => {
      await outdated.waitFor();
      await page.getByRole("button", { name: "Update the verdicts" }).click();
      await page.getByText("All verdicts are up to date again.").waitFor();
      await outdated.waitFor({ state: "hidden" });
    };
    await page.goto(`/app/admin/problems/${problemId}`);
    await page.getByRole("textbox", { name: "Statement" }).fill("Print **twice** $n$, please.");
    await save();
    expect(await outdated.count()).toBe(0);
    await page.getByRole("tab", { name: "Settings" }).click();
    await page.getByLabel("Time limit of a test, in ms").fill("3000");
    await save();
    await update();
    await page.getByRole("combobox", { name: "How the output is compared" }).click();
    await page.getByRole("option", { name: "Word by word" }).click();
    await save();
    await update();
  });

  it("finds deleted problems in their own list, and restores one", async () => {
    const title = "Thrown away";
    const id = await server.createProblem({ title, testCases: [{ input: "", output: "" }] });
    await server.call("DELETE", `/problems/${id}`, undefined, await server.login());
    await page.goto("/app/admin/problems");
    await page.getByRole("link", { name: "Doubling" }).waitFor();
    expect(await page.getByRole("link", { name: title }).count()).toBe(0);
    await page.getByRole("radiogroup", { name: "Which problems" }).getByText("Deleted").click();
    await page.getByRole("link", { name: title }).waitFor();
    await page.getByRole("button", { name: `Restore “${title}”` }).click();
    await page.getByRole("link", { name: title }).waitFor({ state: "detached" });
    const found = await server.call<{ title: string }[]>("GET", "/problems", undefined, studentToken);
    expect(found.map((one) => one.title)).toContain(title);
    await server.call("DELETE", `/problems/${id}`, undefined, await server.login());
  });

  it("unpublishes, deletes and brings back", async () => {
    await page.goto(`/app/admin/problems/${problemId}`);
    await page.getByRole("tab", { name: "Settings" }).click();
    await page.getByRole("switch", { name: "Published: students see it" }).click();
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Saved", { exact: true }).waitFor();
    const titles = await server.call<{ title: string }[]>("GET", "/problems", undefined, studentToken);
    expect(titles).toEqual([]);
    await page.getByRole("tab", { name: "Settings" }).click();
    await page.getByRole("button", { name: "Delete" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await page.getByText("This problem is deleted.").waitFor();
    await page.getByRole("button", { name: "Restore" }).click();
    await page.getByText("This problem is deleted.").waitFor({ state: "hidden" });
  });

  it("finds a user, sets a new password and disables", async () => {
    await page.goto("/app/admin/users");
    await page.getByPlaceholder("Name or email").fill("grace");
    await expect.poll(() => page.getByRole("row").count()).toBe(2);
    const menu = page.getByRole("button", { name: "Actions for Grace Hopper" });
    await menu.click();
    await page.getByRole("menuitem", { name: "Set a new password" }).click();
    await page.getByRole("textbox", { name: "New password" }).fill("a newer horse");
    await page.getByRole("dialog").getByRole("button", { name: "Set a new password" }).click();
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    expect(await server.login({ email: grace.email, password: "a newer horse" })).not.toBe("");
    await menu.click();
    await page.getByRole("menuitem", { name: "Disable" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Disable" }).click();
    await page.getByRole("cell", { name: "Disabled" }).waitFor();
    await expect(server.login({ email: grace.email, password: "a newer horse" })).rejects.toThrow("401");
  });

  it("never made the browser complain", () => {
    expect(seen.complaints).toEqual([]);
  });
});

describe("a student", () => {
  it("is not shown what administrators do", async () => {
    const person = newPerson();
    await server.call("POST", "/auth/register", person);
    const { context, page: theirs } = await visit(browser, server.url);
    await asSomebody(theirs, await server.login(person));
    await theirs.goto("/app/admin/users");
    await theirs.getByText("This page is for administrators").waitFor();
    expect(await theirs.getByRole("button", { name: "Teaching" }).count()).toBe(0);
    await context.close();
  });
});
