// What is typed in a form when a session ends: it is there again, and meets what somebody else saved meanwhile.

import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { chooseSignOut, editor, launch, newPerson, signIn, visit, write, type Person } from "./browser.ts";
import { Server } from "./server.ts";

let server: Server;
let browser: Browser;
let admin = "";

beforeAll(async () => {
  server = await Server.start();
  browser = await launch();
  admin = await server.login();
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

interface Teacher {
  context: BrowserContext;
  page: Page;
  person: Person;
}

async function teacherAt(path: string): Promise<Teacher> {
  const { context, page } = await visit(browser, server.url);
  const person = newPerson("Grace Hopper");
  await server.call("POST", "/auth/register", person);
  const rows = await server.call<{ _id: string; email: string }[]>("GET", "/users?search=Grace", undefined, admin);
  await server.call("PUT", `/users/${rows.find(({ email }) => email === person.email)?._id}`, { role: "admin" }, admin);
  await page.goto(`/app/login?next=${encodeURIComponent(path)}`);
  await signIn(page, person);
  return { context, page, person };
}

/** All tokens of this person end, as their age would end them. */
async function end({ page, person }: Teacher): Promise<void> {
  const old = await page.evaluate(() => localStorage.getItem("autograder.token") ?? "");
  await server.call("POST", "/auth/logout", undefined, await server.login(person));
  // The server may look a token's generation up for two seconds.
  await expect
    .poll(() => server.call("GET", "/auth/user/me", undefined, old).then(() => "good", () => "ended"), { timeout: 15_000 })
    .toBe("ended");
}

/** The session ends when the button is pressed, and the teacher signs in again; `meanwhile` is done by somebody else. */
async function endAndReturn(teacher: Teacher, press: () => Promise<void>, meanwhile: () => Promise<unknown> = () => Promise.resolve()): Promise<void> {
  await end(teacher);
  await press();
  await teacher.page.getByText("Your session has ended").waitFor();
  await meanwhile();
  await signIn(teacher.page, teacher.person);
}

const HERE_AGAIN = "Your earlier changes have been restored";
const MEANWHILE = "Somebody else has changed the same part";
const problem = (title: string) =>
  server.createProblem({ title, description: "Old words.", testCases: [{ input: "1\n", output: "2\n" }, { input: "2\n", output: "4\n" }] });
const change = (id: string, some: object) => server.call("PUT", `/problems/${id}`, some, admin);
const read = (id: string) => server.call<{ description: string; limits: { timeLimitMs: number } }>("GET", `/problems/${id}`, undefined, admin);
const statement = (page: Page) => page.getByRole("textbox", { name: "Statement" });
const save = (page: Page) => page.getByRole("button", { name: "Save", exact: true });
const saveIt = async (page: Page) => {
  await save(page).click();
  await page.getByText("Saved", { exact: true }).waitFor();
};

describe("the form of a problem", () => {
  it("is there again after a session that ended, of a new problem and of one that exists", async () => {
    const teacher = await teacherAt("/admin/problems/new");
    const { context, page } = teacher;
    await page.getByLabel("Title").fill("Typed for long");
    await page.getByRole("tab", { name: /^Tests/ }).click();
    await page.getByRole("button", { name: "Add a test" }).click();
    await page.getByRole("dialog").getByLabel("Input", { exact: true }).fill("7\n");
    await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
    const create = page.getByRole("button", { name: "Create a draft" });
    await endAndReturn(teacher, () => create.click());
    await expect.poll(() => page.getByLabel("Title").inputValue()).toBe("Typed for long");
    await page.getByRole("tab", { name: "Tests (1)" }).waitFor();
    await create.click();
    await page.getByRole("heading", { name: "Edit: Typed for long" }).waitFor();
    await statement(page).fill("Long words.");
    await endAndReturn(teacher, () => save(page).click());
    await expect.poll(() => statement(page).inputValue()).toBe("Long words.");
    await saveIt(page);
    await context.close();
  });

  it("goes together with other fields that somebody else has saved", async () => {
    const id = await problem("Other fields");
    const teacher = await teacherAt(`/admin/problems/${id}`);
    await statement(teacher.page).fill("My words.");
    await endAndReturn(teacher, () => save(teacher.page).click(), () => change(id, { limits: { timeLimitMs: 1234 } }));
    await teacher.page.getByText(HERE_AGAIN).waitFor();
    await saveIt(teacher.page);
    const { description, limits } = await read(id);
    expect([description, limits.timeLimitMs]).toEqual(["My words.", 1234]);
    await teacher.context.close();
  });

  it("asks where somebody else saved the same field, and deletes neither", async () => {
    const id = await problem("The same field");
    const teacher = await teacherAt(`/admin/problems/${id}`);
    const { context, page } = teacher;
    await statement(page).fill("My words.");
    await endAndReturn(teacher, () => save(page).click(), () => change(id, { description: "Their words." }));
    await page.getByText(MEANWHILE).waitFor();
    expect(await statement(page).inputValue()).toBe("Their words.");
    // It waits for the choice, also over a reload.
    await page.reload();
    await page.getByRole("button", { name: "Use mine" }).click();
    await page.getByText(HERE_AGAIN).waitFor();
    expect(await statement(page).inputValue()).toBe("My words.");
    await saveIt(page);
    expect((await read(id)).description).toBe("My words.");

    await statement(page).fill("My last words.");
    await endAndReturn(teacher, () => save(page).click(), () => change(id, { description: "Their last words." }));
    await page.getByRole("button", { name: "Use theirs" }).click();
    await page.getByText(MEANWHILE).waitFor({ state: "detached" });
    await page.reload();
    await expect.poll(() => statement(page).inputValue()).toBe("Their last words.");
    expect(await page.getByText(MEANWHILE).count()).toBe(0);
    await context.close();
  });

  it("loses nothing when it is loaded again after a refused save", async () => {
    const id = await problem("Refused");
    const { context, page } = await teacherAt(`/admin/problems/${id}`);
    const refused = async (words: string, theirs: object) => {
      await statement(page).fill(words);
      await change(id, theirs);
      await save(page).click();
      await page.getByRole("button", { name: "Load it again" }).click();
    };
    await refused("My words.", { limits: { timeLimitMs: 1234 } });
    await page.getByText(HERE_AGAIN).waitFor();
    await saveIt(page);
    expect(await read(id)).toMatchObject({ description: "My words.", limits: { timeLimitMs: 1234 } });
    await refused("My words, again.", { description: "Their words." });
    await page.getByText(MEANWHILE).waitFor();
    await page.getByRole("button", { name: "Use mine" }).click();
    expect(await statement(page).inputValue()).toBe("My words, again.");
    await context.close();
  });
});

it("signing out asks before it closes a form that is not saved", async () => {
  const id = await problem("Signed out");
  const { context, page } = await teacherAt(`/admin/problems/${id}`);
  await statement(page).fill("My words.");
  await chooseSignOut(page);
  await page.getByText("This form has unsaved changes.").waitFor();
  expect(await page.getByText("One of your programs").count()).toBe(0);
  await page.getByRole("button", { name: "Cancel", exact: true }).click();
  expect(await statement(page).inputValue()).toBe("My words.");
  await context.close();
});

it("signing out asks, too, where the form is in another tab, until it is saved or closed", async () => {
  const id = await problem("Signed out elsewhere");
  const { context, page } = await teacherAt(`/admin/problems/${id}`);
  const other = await context.newPage();
  await other.goto("/app/problems");
  const asks = async () => {
    await chooseSignOut(other);
    await other.getByText("A form in another tab has unsaved changes.").waitFor();
    expect(await other.getByText("This form has unsaved changes").count()).toBe(0);
    await other.getByRole("button", { name: "Cancel" }).click();
  };
  await statement(page).fill("My words.");
  await asks();
  await saveIt(page);
  await statement(page).fill("My other words.");
  await asks();
  expect(await statement(page).inputValue()).toBe("My other words.");
  // The browser asks, and the tab is closed all the same.
  await page.close({ runBeforeUnload: true });
  await expect.poll(() => context.pages().length).toBe(1);
  await chooseSignOut(other);
  await other.getByRole("heading", { name: "Sign in" }).waitFor();
  await context.close();
});

it("each of two tabs with the same form gets its own back", async () => {
  const teacher = await teacherAt("/admin/problems/new");
  const { context, page } = teacher;
  const other = await context.newPage();
  await other.goto("/app/admin/problems/new");
  await page.getByLabel("Title").fill("Of the first tab");
  await other.getByLabel("Title").fill("Of the second tab");
  await endAndReturn(teacher, () => page.getByRole("button", { name: "Create a draft" }).click());
  await expect.poll(() => page.getByLabel("Title").inputValue()).toBe("Of the first tab");
  await expect.poll(() => other.getByLabel("Title").inputValue()).toBe("Of the second tab");
  await context.close();
});

describe("a window of the form", () => {
  const dialog = (page: Page) => page.getByRole("dialog");
  const saveWindow = (page: Page) => dialog(page).getByRole("button", { name: "Save" });

  it("for a test opens again with what was typed, new or not", async () => {
    const id = await problem("Tests");
    const teacher = await teacherAt(`/admin/problems/${id}?tab=tests`);
    const { context, page } = teacher;
    const output = dialog(page).getByLabel("Expected output", { exact: true });
    await page.getByRole("button", { name: "Edit test 2" }).click();
    await output.fill("typed for long\n");
    await endAndReturn(teacher, () => saveWindow(page).click());
    await dialog(page).getByText("Test 2").waitFor();
    await expect.poll(() => output.inputValue()).toBe("typed for long\n");
    expect(await dialog(page).getByLabel("Input", { exact: true }).inputValue()).toBe("2\n");
    await saveWindow(page).click();
    await dialog(page).waitFor({ state: "detached" });
    const tests = () => server.call<{ output: string }[]>("GET", `/problems/${id}/testcases`, undefined, admin).then((all) => all.map((one) => one.output));
    expect(await tests()).toEqual(["2\n", "typed for long\n"]);

    await page.getByRole("button", { name: "Add a test" }).click();
    await output.fill("a third one\n");
    await endAndReturn(teacher, () => saveWindow(page).click());
    await dialog(page).getByText("New test").waitFor();
    await expect.poll(() => output.inputValue()).toBe("a third one\n");
    await saveWindow(page).click();
    await dialog(page).waitFor({ state: "detached" });
    expect(await tests()).toEqual(["2\n", "typed for long\n", "a third one\n"]);
    await page.reload();
    await page.getByRole("button", { name: "Edit test 3" }).waitFor();
    expect(await dialog(page).count()).toBe(0);
    await context.close();
  });

  it("for a test that somebody else changed asks, and one that is gone becomes a new one", async () => {
    const id = await problem("Their tests");
    const [first, second] = await server.call<{ _id: string }[]>("GET", `/problems/${id}/testcases`, undefined, admin);
    const teacher = await teacherAt(`/admin/problems/${id}?tab=tests`);
    const { context, page } = teacher;
    const output = dialog(page).getByLabel("Expected output", { exact: true });
    await page.getByRole("button", { name: "Edit test 1" }).click();
    await output.fill("mine\n");
    await endAndReturn(teacher, () => saveWindow(page).click(), () => server.call("PUT", `/testcases/${first?._id}`, { output: "theirs\n" }, admin));
    await dialog(page).getByText(MEANWHILE).waitFor();
    expect(await output.inputValue()).toBe("theirs\n");
    await dialog(page).getByRole("button", { name: "Use mine" }).click();
    expect(await output.inputValue()).toBe("mine\n");
    await saveWindow(page).click();
    await dialog(page).waitFor({ state: "detached" });

    await page.getByRole("button", { name: "Edit test 2" }).click();
    await output.fill("of one that is gone\n");
    await endAndReturn(teacher, () => saveWindow(page).click(), () => server.call("DELETE", `/testcases/${second?._id}`, undefined, admin));
    await dialog(page).getByText("New test").waitFor();
    await dialog(page).getByRole("button", { name: "Use mine" }).click();
    expect(await output.inputValue()).toBe("of one that is gone\n");
    await context.close();
  });

  it("for a test of a problem that is not created yet opens again, too", async () => {
    const teacher = await teacherAt("/admin/problems/new");
    const { context, page } = teacher;
    const input = dialog(page).getByLabel("Input", { exact: true });
    await page.getByRole("tab", { name: /^Tests/ }).click();
    for (const words of ["first\n", "second\n"]) {
      await page.getByRole("button", { name: "Add a test" }).click();
      await input.fill(words);
      await saveWindow(page).click();
      await dialog(page).waitFor({ state: "detached" });
    }
    await page.getByRole("button", { name: "Remove test 1" }).click();
    await dialog(page).getByRole("button", { name: "Remove test 1" }).click();
    await page.getByRole("button", { name: "Edit test 1" }).click();
    await input.fill("second, longer\n");
    // Nothing of the window asks the server: another tab notices that the session has ended.
    const other = await context.newPage();
    await other.goto("/app/problems");
    await end(teacher);
    await other.reload();
    await other.getByText("Your session has ended").waitFor();
    await page.getByText("Your session has ended").waitFor();
    await signIn(page, teacher.person);
    await expect.poll(() => input.inputValue()).toBe("second, longer\n");
    await saveWindow(page).click();
    await dialog(page).waitFor({ state: "detached" });
    await page.getByRole("cell", { name: "second, longer" }).waitFor();
    await page.getByRole("tab", { name: "Tests (1)" }).waitFor();
    await context.close();
  });

  it("for a solution opens again with what was typed", async () => {
    const id = await problem("Solutions");
    await server.call("PUT", `/problems/${id}/solutions/twice.py`, { code: "print(2)\n", expected: "AC" }, admin);
    const teacher = await teacherAt(`/admin/problems/${id}?tab=solutions`);
    const { context, page } = teacher;
    const code = dialog(page).getByLabel("Program");
    await page.getByRole("button", { name: "Edit twice.py" }).click();
    await code.fill("print(2 * int(input()))\n");
    await endAndReturn(teacher, () => saveWindow(page).click());
    await dialog(page).getByText("twice.py").waitFor();
    await expect.poll(() => code.inputValue()).toBe("print(2 * int(input()))\n");
    await saveWindow(page).click();
    await dialog(page).waitFor({ state: "detached" });

    await page.getByRole("button", { name: "Add a solution" }).click();
    await dialog(page).getByLabel("File name").fill("slow.py");
    await code.fill("while True: pass\n");
    await endAndReturn(teacher, () => saveWindow(page).click());
    await expect.poll(() => code.inputValue()).toBe("while True: pass\n");
    expect(await dialog(page).getByLabel("File name").inputValue()).toBe("slow.py");
    // Leaving the page asks.
    const asked = page.waitForEvent("dialog");
    await page.reload();
    expect((await asked).type()).toBe("beforeunload");
    await context.close();
  });
});

it("keeps the text of another tab, too, when the session ends in this one", async () => {
  const id = await problem("Two tabs");
  const teacher = await teacherAt(`/admin/problems/${id}`);
  const { context, page, person } = teacher;
  await statement(page).fill("In the first tab.");
  const other = await context.newPage();
  await other.goto(`/app/problems/${id}`);
  await editor(other).waitFor();
  await other.route("**/drafts/**", (route) => route.abort("connectionreset"));
  await write(other, "print('in the second tab')");
  await end(teacher);
  await save(page).click();
  for (const one of [page, other]) await one.getByText("Your session has ended").waitFor();
  await other.unroute("**/drafts/**");
  await signIn(page, person);
  await expect.poll(() => statement(page).inputValue()).toBe("In the first tab.");
  await other.goto(`/app/problems/${id}`);
  await editor(other).getByText("in the second tab").waitFor();
  await context.close();
});
