// What is not sent: in which order it goes, when it goes without its page, and what asks before it is deleted.

import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";

import { chooseSignOut, editor, kept, launch, newPerson, register, signOut, verdict, visit, write, type Person } from "./browser.ts";
import { Server } from "./server.ts";

let server: Server;
let browser: Browser;
let problemId: string;

beforeAll(async () => {
  server = await Server.start();
  browser = await launch();
  problemId = await server.createProblem({ title: "Squares", testCases: [{ input: "2\n", output: "4\n" }, { input: "3\n", output: "9\n" }] });
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

async function student(): Promise<{ context: BrowserContext; page: Page; person: Person }> {
  const { context, page } = await visit(browser, server.url);
  const person = newPerson();
  await register(page, person);
  return { context, page, person };
}
const workspace = async (page: Page) => {
  await page.goto(`/app/problems/${problemId}`);
  await editor(page).waitFor();
};
/** The server has the draft. */
const saved = async (person: Person, code: string) => {
  const token = await server.login(person);
  const drafts = () => server.call<{ code: string }[]>("GET", `/problems/${problemId}/drafts`, undefined, token);
  await expect.poll(async () => (await drafts()).map((one) => one.code), { timeout: 15_000 }).toContain(code);
};
const RIGHT = "n = int(input())\nprint(n * n)";

it("two submissions to one problem wait, and are sent in their order", async () => {
  const { context, page, person } = await student();
  await workspace(page);
  await page.route("**/submission/create", (route) => route.abort("connectionreset"));
  const submit = async (code: string) => {
    await write(page, code);
    await page.keyboard.press("Control+Enter");
  };
  await submit("print(1)");
  await page.getByText("Not sent yet").waitFor();
  await submit("print(2)");
  await page.getByText("2 programs wait").waitFor();
  // The same once more is not a third one.
  await page.keyboard.press("Control+Enter");
  await submit("print(3)");
  await page.getByText("3 programs wait").waitFor();
  await page.getByRole("button", { name: /^Cancel sending: Python program of/ }).nth(1).click();
  await page.reload();
  await page.getByText("2 programs wait").waitFor();
  await submit(RIGHT);
  await page.getByText("3 programs wait").waitFor();
  for (const more of ["print(4)", "print(5)", "print(6)"]) await submit(more);
  await page.getByText("5 programs for this problem wait to be sent already").waitFor();
  await page.getByRole("button", { name: /^Cancel sending: Python program of/ }).nth(4).click();
  await page.getByText("4 programs wait").waitFor();
  await page.unroute("**/submission/create");
  await verdict(page, "Wrong answer").waitFor();
  const token = await server.login(person);
  const sent = () => server.call<{ _id: string; status: string }[]>("GET", `/submission/getSubmission?problemId=${problemId}`, undefined, token);
  await expect.poll(sent, { timeout: 30_000 }).toHaveLength(4);
  const codes = [];
  for (const { _id } of (await sent()).sort((a, b) => (a._id < b._id ? -1 : 1))) {
    codes.push((await server.call<{ code: string }>("GET", `/submission/${_id}`, undefined, token)).code);
  }
  expect(codes).toEqual(["print(1)", "print(3)", RIGHT, "print(4)"]);
  await context.close();
});

it("a draft of another page that the server does not have is told of before signing out", async () => {
  const { context, page, person } = await student();
  await workspace(page);
  await page.route("**/drafts/**", (route) => route.abort("connectionreset"));
  await write(page, RIGHT);
  await page.goto("/app/problems");
  await page.getByRole("heading", { name: "Problems", level: 1 }).waitFor();
  await chooseSignOut(page);
  await page.getByText("One of your programs has not been sent yet").waitFor();
  await page.getByRole("button", { name: "Cancel", exact: true }).click();
  // When the server can be reached, it is sent first, and nothing is asked.
  await page.unroute("**/drafts/**");
  await signOut(page);
  await saved(person, RIGHT);
  await context.close();
});

it("a submission that another tab could not send is told of before signing out on any page", async () => {
  const { context, page, person } = await student();
  await page.getByRole("heading", { name: "Problems", level: 1 }).waitFor();
  const other = await context.newPage();
  await workspace(other);
  await context.route("**/submission/create", (route) => route.abort("connectionreset"));
  await write(other, RIGHT);
  await saved(person, RIGHT);
  await other.keyboard.press("Control+Enter");
  await other.getByText("Not sent yet").waitFor();
  await chooseSignOut(page);
  await page.getByText("One of your programs has not been sent yet").waitFor();
  await context.close();
});

it("a submission that one tab takes back is not sent by another", async () => {
  const { context, page, person } = await student();
  await workspace(page);
  const other = await context.newPage();
  await workspace(other);
  await context.route("**/submission/create", (route) => route.abort("connectionreset"));
  await write(page, RIGHT);
  await page.keyboard.press("Control+Enter");
  for (const tab of [page, other]) await tab.getByText("Not sent yet").waitFor();
  await page.getByRole("button", { name: /^Cancel sending/ }).click();
  for (const tab of [page, other]) await tab.getByText("Not sent yet").waitFor({ state: "detached" });
  await context.unroute("**/submission/create");
  // Both would have tried again by then.
  await page.waitForTimeout(5_000);
  const token = await server.login(person);
  expect(await server.call<unknown[]>("GET", `/submission/getSubmission?problemId=${problemId}`, undefined, token)).toEqual([]);
  expect(await kept(other)).not.toContain("outbox.");
  await context.close();
});

it("signing out without a connection asks at once", async () => {
  const { context, page } = await student();
  await workspace(page);
  await context.setOffline(true);
  await write(page, RIGHT);
  await page.getByText("The server cannot be reached").waitFor();
  await page.getByRole("button", { name: "Account" }).click();
  const pressed = Date.now();
  await page.getByRole("menuitem", { name: "Sign out", exact: true }).click();
  await page.getByText("One of your programs has not been sent yet").waitFor();
  // The patience with a server that may still answer is three seconds.
  expect(Date.now() - pressed).toBeLessThan(2_900);
  await context.close();
});

it("a draft of a page that is not open any more is sent when the connection is back", async () => {
  const { context, page, person } = await student();
  await workspace(page);
  await context.setOffline(true);
  await write(page, RIGHT);
  await page.getByText("The server cannot be reached").waitFor();
  await page.getByRole("navigation").getByRole("link", { name: "Problems" }).click();
  await page.getByRole("heading", { name: "Problems", level: 1 }).waitFor();
  await context.setOffline(false);
  await saved(person, RIGHT);
  await context.close();
});

it("a draft that is too long for the server says so, and stays in this browser", async () => {
  const { context, page } = await student();
  await workspace(page);
  const long = `# ${"x".repeat(70_000)}`;
  await write(page, long);
  await page.getByText("The server does not keep this draft: Program has more than 65,536 bytes. It is kept in this browser.").waitFor();
  await page.reload();
  await editor(page).waitFor();
  expect(await kept(page)).toContain(long);
  await chooseSignOut(page);
  await page.getByText("One of your programs has not been sent yet").waitFor();
  await page.getByRole("button", { name: "Cancel", exact: true }).click();
  await write(page, RIGHT);
  await page.getByText("The server does not keep this draft").waitFor({ state: "detached" });
  await context.close();
});

it("a new password, which signs out, asks as signing out does", async () => {
  const { context, page, person } = await student();
  await workspace(page);
  await page.route("**/drafts/**", (route) => route.abort("connectionreset"));
  await page.route("**/submission/create", (route) => route.abort("connectionreset"));
  await write(page, RIGHT);
  await page.keyboard.press("Control+Enter");
  await page.getByText("Not sent yet").waitFor();
  await page.getByRole("button", { name: "Account" }).click();
  await page.getByRole("menuitem", { name: /^Profile/ }).click();
  await page.getByLabel("Current password").fill(person.password);
  await page.getByLabel("New password").fill("another password");
  const press = () => page.getByRole("button", { name: "Change password" }).click();
  const question = page.getByText("One of your programs has not been sent yet");
  await press();
  await question.waitFor();
  await page.getByRole("button", { name: "Cancel", exact: true }).click();
  await question.waitFor({ state: "hidden" });
  // The old password is still good, and nothing is deleted.
  await server.login(person);
  expect(await kept(page)).toContain("n * n");
  await press();
  await page.getByRole("button", { name: "Change it and delete unsent programs" }).click();
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
  await server.login({ ...person, password: "another password" });
  expect(await kept(page)).not.toContain("n * n");
  await context.close();
});

it("signing out on all devices without a connection says that it was not done", async () => {
  const { context, page } = await student();
  await page.goto("/app/problems");
  await context.setOffline(true);
  await chooseSignOut(page, "Sign out on all devices");
  await page.getByText("You are still signed in, here and on your other devices").waitFor();
  await context.close();
});

it("a draft that the server does not have is told of before signing out", async () => {
  const { context, page } = await student();
  await workspace(page);
  await page.route("**/drafts/**", (route) => route.abort("connectionreset"));
  await write(page, RIGHT);
  await chooseSignOut(page);
  await page.getByText("One of your programs has not been sent yet").waitFor();
  await page.getByRole("button", { name: "Cancel", exact: true }).click();
  await page.unroute("**/drafts/**");
  await signOut(page);
  await context.close();
});
