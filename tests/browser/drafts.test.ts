// Drafts are never lost, and never shown to another: two tabs, two computers, no connection.

import { describe, expect, it } from "vitest";

import { asSomebody, chooseLanguage, editor, kept, newPerson, register, signIn, signOut, visit, write } from "./browser.ts";
import { browser, problemId, saved, server, serveSquares, student, workspace, written } from "./squares.ts";

serveSquares();

describe("drafts", () => {
  it("are of one person: the next one in this browser does not see them, nor does anything stay in it", async () => {
    const { context, page, person } = await student();
    await workspace(page);
    await write(page, "print('a secret of Ada')");
    const other = await context.newPage();
    await workspace(other);
    await other.getByText("a secret of Ada").waitFor();
    await signOut(page);
    expect(await kept(page)).not.toContain("secret");
    // The other tab is signed out too, and writes nothing after that.
    await other.getByRole("heading", { name: "Sign in" }).waitFor();
    expect(await kept(other)).not.toContain("secret");
    const bob = newPerson("Bob");
    await server.call("POST", "/auth/register", bob);
    await signIn(page, bob);
    await page.getByRole("heading", { name: "Problems", level: 1 }).waitFor();
    await workspace(page);
    expect(await written(page)).not.toContain("secret");
    // And she finds it again.
    await signOut(page);
    await signIn(page, person);
    await page.getByRole("heading", { name: "Problems", level: 1 }).waitFor();
    await workspace(page);
    await page.getByText("a secret of Ada").waitFor();
    await context.close();
  });

  it("stay in the tab on a shared computer", async () => {
    const { context, page } = await visit(browser, server.url);
    await page.goto("/app/login");
    const person = newPerson();
    await server.call("POST", "/auth/register", person);
    await page.getByLabel(/shared computer/).check();
    await signIn(page, person);
    await page.getByRole("heading", { name: "Problems", level: 1 }).waitFor();
    await workspace(page);
    await write(page, "print('a secret')");
    await expect.poll(() => page.evaluate(() => JSON.stringify({ ...sessionStorage }))).toContain("a secret");
    expect(await page.evaluate(() => JSON.stringify({ ...localStorage }))).not.toContain("a secret");
    await context.close();
  });

  it("are there on another computer, and what was changed there is offered here", async () => {
    const { context, page, person } = await student();
    await workspace(page);
    await chooseLanguage(page, "Java");
    await write(page, "// at home");
    await saved(person, "// at home");
    const school = await visit(browser, server.url);
    await school.page.goto("/app/login");
    await signIn(school.page, person);
    await school.page.getByRole("heading", { name: "Problems", level: 1 }).waitFor();
    await workspace(school.page);
    await school.page.getByText("// at home").waitFor();
    await write(school.page, "// at school");
    await saved(person, "// at school");
    await write(page, "// at home again");
    await page.getByText(/changed on another computer at \d?\d:\d\d/).waitFor();
    expect(await written(page)).toBe("// at home again");
    await page.getByRole("button", { name: "Use that version" }).click();
    await page.getByText("// at school").waitFor();
    await saved(person, "// at school");
    await page.getByRole("button", { name: "Last versions" }).click();
    await page.getByRole("dialog").getByRole("button", { name: /Load the version of/ }).first().click();
    await editor(page).getByText("// at home again").waitFor();
    await context.close();
    await school.context.close();
  });

  it("written on elsewhere are asked for again on every visit, and shown in their language until another is chosen here", async () => {
    const { context, page, person } = await student();
    const token = await server.login(person);
    const elsewhere = (language: string, code: string) => server.call("PUT", `/problems/${problemId}/drafts/${language}`, { code, newVersion: true }, token);
    const away = async () => {
      await page.getByRole("navigation").getByRole("link", { name: "Problems" }).click();
      await page.getByRole("heading", { name: "Problems", level: 1 }).waitFor();
    };
    const shows = async (language: string, code: string) => {
      await editor(page).getByText(code).waitFor();
      expect(await page.getByRole("combobox", { name: "Language" }).inputValue()).toBe(language);
    };
    await workspace(page);
    await write(page, "print('here')");
    await saved(person, "print('here')");
    await away();
    await elsewhere("python", "print('at home')");
    // What is in the cache is good for five seconds.
    await page.waitForTimeout(5_500);
    await page.goBack();
    await shows("Python", "at home");
    await away();
    await elsewhere("cpp", "// at school");
    for (let again = 0; again < 2; again++) {
      await workspace(page);
      await shows("C++", "// at school");
    }
    await chooseLanguage(page, "Python");
    await workspace(page);
    await shows("Python", "at home");
    await context.close();
  });

  it("of two tabs are not written over each other", async () => {
    const { context, page, person } = await student();
    await workspace(page);
    await write(page, "print('first')");
    await saved(person, "print('first')");
    const other = await context.newPage();
    await workspace(other);
    await write(other, "print('second')");
    await page.getByText(/changed in another tab at \d?\d:\d\d/).waitFor();
    await saved(person, "print('second')");
    expect(await written(page)).toBe("print('first')");
    await page.getByRole("button", { name: "Keep this one" }).click();
    await saved(person, "print('first')");
    const token = await server.login(person);
    const versions = await server.call<{ code: string }[]>("GET", `/problems/${problemId}/drafts/python`, undefined, token);
    expect(versions.map((one) => one.code)).toContain("print('second')");
    await context.close();
  });

  it("of a tab that closed are versions, though the other one typed on and chose nothing", async () => {
    const { context, page, person } = await student();
    await workspace(page);
    await write(page, "print('first')");
    await saved(person, "print('first')");
    const other = await context.newPage();
    await workspace(other);
    await write(page, "print('first, longer')");
    await saved(person, "print('first, longer')");
    // The server refuses it: it was written upon an older version.
    const refused = other.waitForResponse((response) => response.request().method() === "PUT" && response.status() === 409);
    await write(other, "print('second')");
    await other.getByText(/changed in another tab at \d?\d:\d\d/).waitFor();
    await page.getByText(/changed in another tab at \d?\d:\d\d/).waitFor();
    await refused;
    await other.close();
    await write(page, "print('first, at last')");
    await saved(person, "print('first, at last')");
    const token = await server.login(person);
    const versions = await server.call<{ code: string }[]>("GET", `/problems/${problemId}/drafts/python`, undefined, token);
    expect(versions.map((one) => one.code)).toEqual(expect.arrayContaining(["print('second')", "print('first, longer')"]));
    expect(versions[0]?.code).toBe("print('first, at last')");
    await context.close();
  });

  it("are chosen without a connection, too: the choice holds when it is back, and what is typed is saved", async () => {
    const { context, page, person } = await student();
    const token = await server.login(person);
    const at = `/problems/${problemId}/drafts/python`;
    for (const [button, first, second] of [["Keep this one", "mine", "theirs"], ["Use that version", "theirs", "mine"]] as const) {
      await workspace(page);
      await write(page, `print('begun, ${button}')`);
      await saved(person, `print('begun, ${button}')`);
      await server.call("PUT", at, { code: `print('theirs, ${button}')`, newVersion: true }, token);
      await write(page, `print('mine, ${button}')`);
      await page.getByText(/changed on another computer at/).waitFor();
      await context.setOffline(true);
      await page.getByRole("button", { name: button }).click();
      await page.getByText(/changed on another computer at/).waitFor({ state: "detached" });
      await editor(page).getByText(`${first}, ${button}`).waitFor();
      await editor(page).click();
      await page.keyboard.press("Control+End");
      await page.keyboard.insertText("  # more");
      await context.setOffline(false);
      await saved(person, `print('${first}, ${button}')  # more`);
      const versions = await server.call<{ code: string }[]>("GET", at, undefined, token);
      expect(versions.map((one) => one.code)).toContain(`print('${second}, ${button}')`);
    }
    await context.close();
  });

  it("are not told of when both tabs have the same text", async () => {
    const { context, page, person } = await student();
    await workspace(page);
    await write(page, "print('first')");
    await saved(person, "print('first')");
    const other = await context.newPage();
    await workspace(other);
    await write(other, "print('second')");
    const told = page.getByText(/changed (in another tab|on another computer) at/);
    await told.waitFor();
    await write(page, "print('second')");
    await told.waitFor({ state: "detached" });
    await saved(person, "print('second')");
    await write(page, "print('third')");
    await saved(person, "print('third')");
    await other.getByText(/changed in another tab at/).waitFor();
    // What the server refuses is told of as what it is.
    const refused = other.waitForResponse((response) => response.request().method() === "PUT" && response.status() === 409);
    await write(other, "print('fourth')");
    await refused;
    await other.getByText(/changed in another tab at/).waitFor();
    expect(await other.getByText(/on another computer/).count()).toBe(0);
    await context.close();
  });

  it("stay in the editor of a phone while its other tabs are open", async () => {
    const { context, page } = await visit(browser, server.url, { phone: true });
    const person = newPerson();
    await server.call("POST", "/auth/register", person);
    await asSomebody(page, await server.login(person));
    await page.goto(`/app/problems/${problemId}`);
    for (const words of ["print('typed on a phone')", "print('and once more')"]) {
      await page.getByRole("tab", { name: "Code" }).click();
      await write(page, words);
      await page.getByRole("tab", { name: "Statement" }).click();
      await page.getByRole("article").waitFor();
      await page.getByRole("tab", { name: "Code" }).click();
      await editor(page).waitFor();
      expect(await written(page)).toBe(words);
    }
    await context.close();
  });

  it("that another text took the place of without a connection are among the last versions, whatever is typed next", async () => {
    const { context, page, person } = await student();
    await workspace(page);
    await write(page, "print('begun')");
    await saved(person, "print('begun')");
    await context.setOffline(true);
    await write(page, "print('typed offline')");
    await page.getByRole("button", { name: "Start again from the template" }).click();
    await page.getByRole("button", { name: "Replace" }).click();
    await page.getByText("Hello, world!").first().waitFor();
    await editor(page).click();
    await page.keyboard.type("# one key");
    await expect.poll(() => kept(page)).toContain("# one key");
    await context.setOffline(false);
    await page.reload();
    const token = await server.login(person);
    const versions = () => server.call<{ code: string }[]>("GET", `/problems/${problemId}/drafts/python`, undefined, token);
    await expect.poll(async () => (await versions()).map((one) => one.code).join(), { timeout: 15_000 }).toContain("# one key");
    expect((await versions()).map((one) => one.code)).toEqual(expect.arrayContaining(["print('typed offline')", "print('begun')"]));
    await context.close();
  });

  it("of a language that is left during a save reach the server, and are not mixed with those of the next", async () => {
    const { context, page, person } = await student();
    await workspace(page);
    await chooseLanguage(page, "Java");
    let held: (() => void) | undefined;
    await page.route("**/drafts/java", async (route) => {
      if (held === undefined) await new Promise<void>((resolve) => (held = resolve));
      await route.continue();
    });
    await write(page, "// begun");
    await expect.poll(() => held !== undefined, { timeout: 10_000 }).toBe(true);
    await write(page, "// begun and typed on");
    await chooseLanguage(page, "Python");
    await write(page, "print('python')");
    held?.();
    await saved(person, "// begun and typed on");
    await saved(person, "print('python')");
    expect(await page.getByText(/changed (in another tab|on another computer) at/).count()).toBe(0);
    await context.close();
  });

  it("have last versions that are worth a place: not the template, and no text twice", async () => {
    const { context, page, person } = await student();
    const token = await server.login(person);
    const python = (await server.call<{ id: string; template: string }[]>("GET", "/languages")).find(({ id }) => id === "python");
    expect(python?.template).toMatch(/\w/);
    const template = python?.template ?? "";
    const put = (code: string) => server.call("PUT", `/problems/${problemId}/drafts/python`, { code, newVersion: true }, token);
    for (let n = 1; n <= 8; n++) await put(`print(${n})`);
    // Somebody resets, and looks at two old versions again and again.
    for (const code of [template, "print(1)", template, "print(2)", template, "print(1)", template, "print(2)"]) await put(code);
    await workspace(page);
    await page.getByRole("button", { name: "Last versions" }).click();
    const rows = page.getByRole("dialog").getByRole("listitem");
    await rows.first().waitFor();
    expect(await rows.count()).toBe(8);
    // Each with a glimpse of its text.
    for (const row of await rows.allInnerTexts()) expect(row).toMatch(/\nprint\(\d\)/);
    const first = page.getByRole("dialog").getByRole("button", { name: /Load the version of/ }).last();
    await first.click();
    await editor(page).getByText("print(1)").waitFor();
    const versions = await server.call<{ code: string }[]>("GET", `/problems/${problemId}/drafts/python`, undefined, token);
    expect(versions.map(({ code }) => code).filter((code) => code === template)).toEqual([]);
    await context.close();
  });

  it("come back from their last versions, also after the template took their place", async () => {
    const { context, page, person } = await student();
    await workspace(page);
    await write(page, "print('long work')");
    await saved(person, "print('long work')");
    await page.getByRole("button", { name: "Start again from the template" }).click();
    await page.getByRole("button", { name: "Replace" }).click();
    await page.getByText("Hello, world!").first().waitFor();
    await page.getByRole("button", { name: "Last versions" }).click();
    await page.getByRole("dialog").getByRole("button", { name: /Load the version of/ }).last().click();
    await editor(page).getByText("long work").waitFor();
    await context.close();
  });
});
