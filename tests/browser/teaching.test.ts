// What teachers keep beside a problem: copies, images in statements, statements in two languages, their own solutions; and
// what a student sees of a problem.

import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { asSomebody, launch, newPerson, visit, violationsOf, type Visit } from "./browser.ts";
import { Server } from "./server.ts";
import { zipOf } from "./zip.ts";

// Three pixels beside two.
const FIGURE = "iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAIAAAASFvFNAAAAEElEQVR42mNwCT8JQQxwFgBQZghZa6v/kgAAAABJRU5ErkJggg==";

let server: Server;
let browser: Browser;
let seen: Visit;
let page: Page;
let token = "";
let studentToken = "";
let problemId = "";

beforeAll(async () => {
  server = await Server.start();
  browser = await launch();
  token = await server.login();
  const ada = newPerson();
  await server.call("POST", "/auth/register", ada);
  studentToken = await server.login(ada);
  problemId = await server.createProblem({
    title: "Twice",
    testCases: [
      { input: "1\n", output: "2\n" },
      { input: "4\n", output: "" },
      { input: "5\n", output: "" },
    ],
  });
  seen = await visit(browser, server.url);
  page = seen.page;
  await asSomebody(page, token);
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

/** As a paste of the system's clipboard, or a drop of a file, gives it to the page. */
const giveImage = (event: "paste" | "drop", name: string, type: string) =>
  page.getByRole("textbox", { name: "Statement" }).evaluate(
    (area, { event: kind, name: fileName, type: fileType, bytes }) => {
      const data = new DataTransfer();
      data.items.add(new File([Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0))], fileName, { type: fileType }));
      const given = { bubbles: true, cancelable: true };
      area.dispatchEvent(kind === "paste" ? new ClipboardEvent("paste", { ...given, clipboardData: data }) : new DragEvent("drop", { ...given, dataTransfer: data }));
    },
    { event, name, type, bytes: FIGURE },
  );

describe("a teacher", () => {
  it("pastes and drops images into the statement, and students see them", async () => {
    await page.goto(`/app/admin/problems/${problemId}`);
    const statement = page.getByRole("textbox", { name: "Statement" });
    await statement.fill("Before  after");
    await statement.evaluate((area: HTMLTextAreaElement) => area.setSelectionRange(7, 7));
    await giveImage("paste", "image.png", "image/png");
    await expect.poll(() => statement.inputValue()).toMatch(/^Before !\[Image\]\(image-[0-9a-f]{16}\.png\) after$/);
    // A table of an office program comes with a picture of itself.
    const asText = await statement.evaluate((area) => {
      const data = new DataTransfer();
      data.setData("text/plain", "1\t2");
      data.items.add(new File(["x"], "image.png", { type: "image/png" }));
      return area.dispatchEvent(new ClipboardEvent("paste", { bubbles: true, cancelable: true, clipboardData: data }));
    });
    expect(asText).toBe(true);
    await giveImage("drop", "drawing.svg", "image/svg+xml");
    await page.getByText("Images must be PNG, JPEG, GIF or WebP.").waitFor();
    await statement.evaluate((area: HTMLTextAreaElement) => area.setSelectionRange(area.value.length, area.value.length));
    await giveImage("drop", "A graph.png", "image/png");
    await expect.poll(() => statement.inputValue()).toMatch(/after!\[A graph\]\(image-[0-9a-f]{16}\.png\)$/);
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Saved", { exact: true }).waitFor();
    const { context, page: theirs } = await visit(browser, server.url);
    await asSomebody(theirs, studentToken);
    await theirs.goto(`/app/problems/${problemId}`);
    const image = theirs.getByRole("img", { name: "A graph" });
    await image.waitFor();
    expect(await image.evaluate((one: HTMLImageElement) => one.decode().then(() => [one.naturalWidth, one.naturalHeight]))).toEqual([3, 2]);
    await context.close();
  });

  it("pastes an image into a new problem, whose draft is made first", async () => {
    await page.goto("/app/admin/problems/new");
    const statement = page.getByRole("textbox", { name: "Statement" });
    await statement.fill("See ");
    await giveImage("paste", "image.png", "image/png");
    await page.getByText(/^The image was not stored: it needs the problem's draft\./).waitFor();
    expect(await statement.inputValue()).toBe("See ");
    await page.getByLabel("Title").fill("With a figure");
    await statement.evaluate((area: HTMLTextAreaElement) => area.setSelectionRange(4, 4));
    await giveImage("paste", "image.png", "image/png");
    await page.getByRole("heading", { name: /With a figure/, level: 1 }).waitFor();
    expect(await statement.inputValue()).toMatch(/^See !\[Image\]\(image-[0-9a-f]{16}\.png\)$/);
    const image = page.getByRole("region", { name: "Preview" }).getByRole("img");
    await image.waitFor();
    expect(await image.evaluate((one: HTMLImageElement) => one.decode().then(() => one.naturalWidth))).toBe(3);
    const list = await server.call<{ title: string }[]>("GET", "/problems?search=With%20a%20figure", undefined, await server.login());
    expect(list).toHaveLength(1);
  });

  it("keeps solutions of the problem, fills expected outputs, and sees the verdicts after each change", async () => {
    await page.goto(`/app/admin/problems/${problemId}`);
    await page.getByRole("tab", { name: "Solutions" }).click();
    await page.getByText("No solutions yet").waitFor();
    await page.getByRole("button", { name: "Add a solution" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("File name").fill("twice.py");
    await dialog.getByLabel("Program").fill("print(2 * int(input()))\n");
    await dialog.getByRole("button", { name: "Save" }).click();
    await dialog.waitFor({ state: "hidden" });
    // It is not accepted, for outputs are missing: then nothing is taken from it before somebody says so.
    await page.getByRole("region", { name: "Verdicts of the solutions" }).getByRole("row", { name: /^twice\.py.*Wrong answer/ }).waitFor();
    const fillEmpty = page.getByRole("button", { name: "Fill empty expected outputs (2)" });
    const source = page.getByRole("combobox", { name: "Take expected outputs from" });
    expect([await fillEmpty.isDisabled(), await page.getByRole("button", { name: "Replace all (3)" }).isDisabled(), await source.inputValue()]).toEqual([true, true, ""]);
    await source.click();
    await page.getByRole("option", { name: "twice.py (Wrong answer)" }).click();
    await page.getByRole("button", { name: "Replace all (3)" }).click();
    await dialog.getByText("Current verdict of twice.py: Wrong answer.").waitFor();
    await dialog.getByRole("button", { name: "Cancel", exact: true }).click();
    await fillEmpty.click();
    await page.getByRole("button", { name: "Fill empty expected outputs (0)" }).waitFor();
    const tests = await server.call<{ output: string }[]>("GET", `/problems/${problemId}/testcases`, undefined, token);
    expect(tests.map(({ output }) => output)).toEqual(["2\n", "8\n", "10\n"]);
    await expect.poll(() => source.inputValue()).toBe("twice.py (Accepted)");
    await page.getByRole("button", { name: "Replace all (3)" }).click();
    await page.getByRole("dialog").getByText("The expected outputs of 3 tests are replaced by the output of twice.py.").waitFor();
    await page.getByRole("button", { name: "Cancel", exact: true }).click();
    await dialog.waitFor({ state: "hidden" });
    const verdicts = page.getByRole("region", { name: "Verdicts of the solutions" });
    await verdicts.getByRole("row", { name: /^twice\.py.*Accepted/ }).getByRole("img", { name: "As expected" }).waitFor();
    const chooser = page.waitForEvent("filechooser");
    await page.getByRole("button", { name: "Upload programs" }).click();
    await (await chooser).setFiles([{ name: "one.py", mimeType: "text/plain", buffer: Buffer.from("input()\nprint(2)\n") }]);
    await verdicts.getByRole("row", { name: /^one\.py.*Wrong answer/ }).getByRole("img", { name: "Not as expected" }).waitFor();
    await page.getByRole("combobox", { name: "Expected verdict of one.py" }).or(page.getByRole("textbox", { name: "Expected verdict of one.py" })).first().click();
    await page.getByRole("option", { name: "Wrong answer" }).click();
    await verdicts.getByRole("row", { name: /^one\.py.*Wrong answer.*Wrong answer/ }).getByRole("img", { name: "As expected" }).waitFor();
    expect(await violationsOf(page, "solutions")).toEqual([]);
    // Nothing is beside a phone's edge.
    await page.setViewportSize({ width: 360, height: 780 });
    for (const name of ["Solutions", "Verdicts of the solutions"]) {
      const table = page.getByRole("region", { name, exact: true });
      await expect.poll(() => table.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth), { message: name }).toBe(0);
    }
    await page.setViewportSize({ width: 1360, height: 860 });
    // The proposed limit is the form's, too: saving the form keeps it.
    const { proposedTimeLimitMs } = await server.call("GET", `/problems/${problemId}/verification?wait=60`, undefined, token);
    const take = page.getByRole("button", { name: /^Set it to/ });
    await take.click();
    await take.waitFor({ state: "hidden" });
    await page.getByLabel("Title").fill("Twice ");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText("Not saved yet").waitFor({ state: "hidden" });
    expect(await server.call("GET", `/problems/${problemId}`, undefined, token)).toMatchObject({ limits: { timeLimitMs: proposedTimeLimitMs } });
    // A change of a test judges them again.
    const [first] = await server.call<{ _id: string }[]>("GET", `/problems/${problemId}/testcases`, undefined, token);
    await server.call("PUT", `/testcases/${first?._id}`, { output: "3\n" }, token);
    await page.reload();
    await page.getByRole("tab", { name: "Solutions" }).click();
    await verdicts.getByRole("row", { name: /^twice\.py.*Wrong answer/ }).getByRole("img", { name: "Not as expected" }).waitFor();
  });

  it("copies a problem as a draft with solutions and images", async () => {
    await page.getByRole("tab", { name: "Settings" }).click();
    await page.getByRole("button", { name: "Copy", exact: true }).click();
    await page.getByRole("heading", { name: "Edit: Copy of Twice" }).waitFor();
    const copy = page.url().slice(-24);
    expect(copy).not.toBe(problemId);
    await page.getByRole("button", { name: "Publish", exact: true }).waitFor();
    await page.getByRole("region", { name: "Preview" }).getByRole("img", { name: "A graph" }).waitFor();
    await page.getByRole("tab", { name: "Solutions" }).click();
    await page.getByRole("cell", { name: "twice.py" }).first().waitFor();
    expect(await server.call<unknown[]>("GET", "/problems", undefined, studentToken)).toHaveLength(1);
  });

  it("sees with “View as a student” what a student sees", async () => {
    const shown = async (of: Page) => {
      await of.getByRole("article").getByRole("img", { name: "A graph" }).waitFor();
      return { text: await of.getByRole("article").innerText(), samples: await of.getByRole("article").locator("pre").allTextContents() };
    };
    await page.goto(`/app/admin/problems/${problemId}`);
    await page.getByRole("link", { name: "View as a student" }).click();
    await page.waitForURL(new RegExp(`/problems/${problemId}\\?as=student$`));
    const teacher = await shown(page);
    const { context, page: theirs } = await visit(browser, server.url);
    await asSomebody(theirs, studentToken);
    await theirs.goto(`/app/problems/${problemId}`);
    const student = await shown(theirs);
    expect(teacher.samples).toEqual(student.samples);
    expect(teacher.text.split(/\s+/)).toEqual(student.text.split(/\s+/));
    expect(teacher.text).not.toContain("10");
    await context.close();
  });

  it("sees so of a verdict, too, what a student sees of it", async () => {
    const id = await server.createProblem({
      title: "Private",
      testCases: [
        { input: "1\n", output: "2\n", visibility: "public" },
        { input: "7654321\n", output: "15308642\n", visibility: "private" },
      ],
    });
    const code = "n = int(input())\nprint(2 if n == 1 else n)\n";
    const figures = /[\d.,]+ (ms|s|KB|MB)/g;
    const pane = async (of: Page, who: string) => {
      await server.judge(id, "python", code, who);
      const test = of.getByRole("region", { name: "Test 2" });
      await of.goto(`/app/problems/${id}${who === token ? "?as=student" : ""}`);
      await test.getByText("Wrong answer").waitFor();
      return (await test.innerText()).replace(figures, "$1");
    };
    const { context, page: theirs } = await visit(browser, server.url);
    await asSomebody(theirs, studentToken);
    const student = await pane(theirs, studentToken);
    expect(student).not.toContain("7654321");
    expect(await pane(page, token)).toBe(student);
    // On the submission's own page, too, and back from there.
    const test = page.getByRole("region", { name: "Test 2" });
    await page.getByRole("link", { name: "Open this submission" }).click();
    await page.waitForURL(/\/submissions\/[0-9a-f]{24}\?as=student$/);
    await test.getByText("Wrong answer").waitFor();
    expect(await page.locator("main").innerText()).not.toContain("7654321");
    expect(await page.getByRole("button", { name: "Judge again" }).count()).toBe(0);
    await page.getByRole("link", { name: "Open the problem" }).click();
    await page.waitForURL(/\?as=student$/);
    // And as a teacher all of it.
    await page.goto(`/app/problems/${id}`);
    await page.getByRole("region", { name: "Test 2" }).getByText("15308642").first().waitFor();
    await context.close();
  });

  it("reads of a submission that its problem is deleted, and a student is led nowhere", async () => {
    const testCases = [1, 2, 3].map((n) => ({ input: `${n}\n`, output: `${n}\n`, visibility: "public" as const }));
    const id = await server.createProblem({ title: "Soon gone", testCases });
    const submission = await server.judge(id, "python", "n = input()\nprint(n if n == '1' else 7)\n", studentToken);
    await server.call("DELETE", `/problems/${id}`, undefined, token);
    const { context, page: theirs } = await visit(browser, server.url);
    await asSomebody(theirs, studentToken);
    await theirs.goto(`/app/submissions/${submission}`);
    await theirs.getByText("The problem was deleted, or is no longer published.").waitFor();
    // Nobody knows any more that there were three.
    await theirs.getByText(/^1 test passed/).waitFor();
    expect(await theirs.locator(`a[href*="${id}"]`).count()).toBe(0);
    expect(await violationsOf(theirs, "submission")).toEqual([]);
    await theirs.goto("/app/submissions");
    await theirs.getByText("a removed problem").first().waitFor();
    expect(await theirs.locator(`a[href*="${id}"]`).count()).toBe(0);
    await context.close();
    await page.goto(`/app/submissions/${submission}`);
    await page.getByText("The problem is deleted: students do not see it.").waitFor();
    await page.getByText(/^1 of 3 tests passed/).waitFor();
    await page.getByRole("link", { name: "Open the problem" }).click();
    await page.getByText("This problem is deleted: students do not see it.").waitFor();
  });

  it("is asked by the browser before unsaved text is lost", async () => {
    await page.goto(`/app/admin/problems/${problemId}`);
    await page.getByLabel("Title").fill("Twice, unsaved");
    await page.getByText("Not saved yet").waitFor();
    let asked = 0;
    page.on("dialog", (dialog) => (asked += dialog.type() === "beforeunload" ? 1 : 0));
    await page.reload();
    await page.getByRole("heading", { name: "Edit: Twice" }).waitFor();
    expect(asked).toBe(1);
    await page.reload();
    await page.getByRole("heading", { name: "Edit: Twice" }).waitFor();
    expect(asked).toBe(1);
  });

  it("overwrites no change of another teacher, and keeps the typed text", async () => {
    const faster = "Somebody else has changed the problem.";
    const [test] = await server.call<{ _id: string; output: string }[]>("GET", `/problems/${problemId}/testcases`, undefined, token);
    const outputNow = async () => (await server.call<{ output: string }>("GET", `/testcases/${test?._id ?? ""}`, undefined, token)).output;
    await page.goto(`/app/admin/problems/${problemId}`);
    await page.getByRole("textbox", { name: "Statement" }).fill("My words");
    await page.getByRole("tab", { name: /^Tests/ }).click();
    await page.getByRole("button", { name: "Edit test 1" }).click();
    const dialog = page.getByRole("dialog");
    const output = dialog.getByLabel("Expected output", { exact: true });
    await output.fill("mine\n");
    await server.call("PUT", `/testcases/${test?._id ?? ""}`, { output: "theirs\n" }, token);
    await dialog.getByRole("button", { name: "Save" }).click();
    await dialog.getByText(faster).waitFor();
    expect([await outputNow(), await output.inputValue()]).toEqual(["theirs\n", "mine\n"]);
    await dialog.getByRole("button", { name: "Save" }).click();
    await dialog.waitFor({ state: "hidden" });
    expect(await outputNow()).toBe("mine\n");

    await page.getByRole("tab", { name: "Solutions" }).click();
    await page.getByRole("button", { name: "Edit twice.py" }).click();
    await dialog.getByLabel("Program").fill("print('mine')\n");
    await server.call("PUT", `/problems/${problemId}/solutions/twice.py`, { code: "print('theirs')\n", expected: "AC" }, token);
    await dialog.getByRole("button", { name: "Save" }).click();
    await dialog.getByText(faster).waitFor();
    await page.keyboard.press("Escape");
    expect(await dialog.getByLabel("Program").inputValue()).toBe("print('mine')\n");
    await dialog.getByRole("button", { name: "Cancel", exact: true }).click();
    await page.getByRole("button", { name: "Edit twice.py" }).click();
    await expect.poll(() => dialog.getByLabel("Program").inputValue()).toBe("print('theirs')\n");
    await dialog.getByRole("button", { name: "Cancel", exact: true }).click();

    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText("Somebody else has saved this problem.").waitFor();
    await page.getByRole("tab", { name: "Statement" }).click();
    expect(await page.getByRole("textbox", { name: "Statement" }).inputValue()).toBe("My words");
    // Nobody else changed these words: loading again leaves them.
    await page.getByRole("button", { name: "Load it again" }).click();
    await page.getByText("Your earlier changes have been restored").waitFor();
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText("Saved", { exact: true }).waitFor();
  });
});

describe("a statement in two languages", () => {
  it("is shown in the reader's", async () => {
    const zip = zipOf({
      "problem.yaml": "problem_format_version: 2025-09\nname:\n  en: Greeting\n  de: Begrüßung\nuuid: 11111111-2222-3333-4444-555555555555\n",
      "statement/problem.en.md": "Say hello.\n",
      "statement/problem.de.md": "Grüße die Welt.\n",
      "data/sample/1.in": "1\n",
      "data/sample/1.ans": "1\n",
      "data/secret/1.in": "1\n",
      "data/secret/1.ans": "1\n",
      "submissions/accepted/a.py": "print(input())\n",
    });
    const response = await fetch(`${server.url}/problems/import`, {
      method: "POST",
      headers: { "Content-Type": "application/zip", Authorization: `Bearer ${token}` },
      body: new Uint8Array(zip),
    });
    const { _id } = (await response.json()) as { _id: string };
    for (const [locale, title, words] of [["en-US", "Greeting", "Say hello."], ["de-AT", "Begrüßung", "Grüße die Welt."], ["fr-FR", "Greeting", "Say hello."]] as const) {
      const { context, page: theirs } = await visit(browser, server.url, { locale });
      await asSomebody(theirs, studentToken);
      await theirs.goto(`/app/problems/${_id}`);
      await theirs.getByRole("heading", { name: title, level: 2 }).waitFor();
      await theirs.getByText(words).waitFor();
      await theirs.waitForFunction((wanted) => document.title.includes(wanted), title);
      // Lists have it in the same language, and either is found.
      for (const search of ["greeting", "begrussung"]) {
        await theirs.goto(`/app/problems?search=${search}`);
        await theirs.getByRole("link", { name: title }).waitFor();
      }
      await context.close();
    }
    // The editor shows the problem's own, in whatever language its page is.
    const { context, page: german } = await visit(browser, server.url, { locale: "de-DE" });
    await asSomebody(german, token);
    await german.goto(`/app/admin/problems/${_id}`);
    await german.getByText("Diese Aufgabe hat auch Texte auf: Deutsch.").waitFor();
    expect(await german.getByRole("textbox", { name: "Aufgabentext" }).inputValue()).toBe("Say hello.\n");
    await context.close();
  });

  it("never made the browser complain", () => {
    expect(seen.complaints).toEqual([]);
  });
});
