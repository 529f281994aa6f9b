// What a teacher saves: nothing that is typed meanwhile is lost, nothing is overwritten or removed by one press, and what is
// said of it is true.

import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { asSomebody, launch, visit } from "./browser.ts";
import { Server } from "./server.ts";

let server: Server;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let token = "";

beforeAll(async () => {
  server = await Server.start();
  browser = await launch();
  token = await server.login();
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});
beforeEach(async () => {
  ({ context, page } = await visit(browser, server.url));
  await asSomebody(page, token);
});
afterEach(async () => {
  await context.close();
});

const problem = (title: string, more: object = {}) =>
  server.createProblem({ title, description: "Old words.", testCases: [{ input: "1\n", output: "2\n", visibility: "public" }], ...more });
const read = (id: string) => server.call<{ description: string; checker: object }>("GET", `/problems/${id}`, undefined, token);
const statement = () => page.getByRole("textbox", { name: "Statement" });
const save = () => page.getByRole("button", { name: "Save", exact: true });
const saved = () => page.getByText("Saved", { exact: true }).waitFor();

/** Calls of this method wait from now on: `came` when there is one, until `release` is called. */
async function hold(method: string, url: string): Promise<{ came: Promise<void>; release: () => void }> {
  let come = () => undefined as void;
  let release = () => undefined as void;
  const came = new Promise<void>((resolve) => (come = resolve));
  const free = new Promise<void>((resolve) => (release = resolve));
  await page.route(url, async (route) => {
    if (route.request().method() !== method) return route.fallback();
    come();
    await free;
    await route.continue();
  });
  return { came, release };
}

describe("what is typed while a save runs", () => {
  it("stays in the problem's form, and is saved by the next press", async () => {
    const id = await problem("Held");
    await page.goto(`/app/admin/problems/${id}`);
    await statement().fill("First words.");
    const { came, release } = await hold("PUT", `**/problems/${id}`);
    await save().click();
    await came;
    await statement().pressSequentially(" And more.");
    release();
    await saved();
    await page.getByText("Not saved yet").waitFor();
    expect(await statement().inputValue()).toBe("First words. And more.");
    expect((await read(id)).description).toBe("First words.");
    await save().click();
    await page.getByText("Not saved yet").waitFor({ state: "detached" });
    expect((await read(id)).description).toBe("First words. And more.");
  });

  it("cannot be typed where a window or a page closes after it", async () => {
    const id = await problem("Closed after it");
    await page.goto(`/app/admin/problems/${id}?tab=solutions`);
    await page.getByRole("button", { name: "Add a solution" }).click();
    const program = page.getByRole("dialog").getByLabel("Program");
    await program.fill("print(2)\n");
    const put = await hold("PUT", "**/solutions/*");
    await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
    await put.came;
    expect(await program.isDisabled()).toBe(true);
    put.release();
    await program.waitFor({ state: "detached" });

    await page.goto("/app/admin/problems/new");
    await page.getByLabel("Title").fill("Made");
    const post = await hold("POST", "**/problems/create");
    await page.getByRole("button", { name: "Create a draft" }).click();
    await post.came;
    expect(await statement().isDisabled()).toBe(true);
    post.release();
    await page.getByRole("heading", { name: "Edit: Made" }).waitFor();
  });
});

it("saving keeps the tab", async () => {
  const id = await problem("Kept tab");
  await page.goto(`/app/admin/problems/${id}`);
  await page.getByRole("tab", { name: "Settings" }).click();
  await page.getByLabel("Time limit of a test, in ms").fill("1234");
  await save().click();
  await saved();
  await page.getByText("Not saved yet").waitFor({ state: "detached" });
  expect(await page.getByRole("tab", { name: "Settings" }).getAttribute("aria-selected")).toBe("true");
  expect(await page.getByLabel("Time limit of a test, in ms").inputValue()).toMatch(/^1.?234$/);
  expect(page.url()).toMatch(/tab=settings$/);
});

it("copying asks first where something is not saved", async () => {
  const id = await problem("Copied");
  const dialog = page.getByRole("dialog");
  const copy = page.getByRole("button", { name: "Copy", exact: true });
  const type = async () => {
    await page.goto(`/app/admin/problems/${id}?tab=settings`);
    await page.getByLabel("Title").fill("Copied, changed");
    await copy.click();
  };
  await type();
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await dialog.waitFor({ state: "detached" });
  expect(await copy.isEnabled()).toBe(true);
  await copy.click();
  await dialog.getByRole("button", { name: "Copy without them" }).click();
  await page.getByRole("heading", { name: "Edit: Copy of Copied" }).waitFor();
  expect(await read(id)).toMatchObject({ title: "Copied" });
  await type();
  await dialog.getByRole("button", { name: "Save and copy" }).click();
  await page.getByRole("heading", { name: "Edit: Copy of Copied, changed" }).waitFor();
  expect(await read(id)).toMatchObject({ title: "Copied, changed" });
});

it("the last test stays, and the question says so", async () => {
  const id = await problem("One test");
  const dialog = page.getByRole("dialog");
  await page.goto(`/app/admin/problems/${id}?tab=tests`);
  await page.getByRole("button", { name: "Remove test 1" }).click();
  await dialog.getByText(/^This test cannot be removed/).waitFor();
  expect(await dialog.getByRole("button", { name: "Remove test 1" }).count()).toBe(0);
  await dialog.getByRole("button", { name: "Close" }).last().click();
  await dialog.waitFor({ state: "detached" });
});

describe("how outputs are compared", () => {
  it("is set with its switches, and said on the statement", async () => {
    const id = await problem("Compared", { checker: { type: "tokens", ignoreCase: true } });
    const ignoreCase = page.getByRole("switch", { name: "Capital and small letters" });
    const spaces = page.getByRole("switch", { name: "Every space and line end counts" });
    await page.goto(`/app/admin/problems/${id}?tab=settings`);
    expect([await ignoreCase.isChecked(), await spaces.count()]).toEqual([true, 0]);
    const choose = async (name: string) => {
      await page.getByRole("textbox", { name: "How the output is compared" }).or(page.getByRole("combobox", { name: "How the output is compared" })).first().click();
      await page.getByRole("option", { name }).click();
    };
    // Another kind of comparing is no reason to forget the switch.
    await choose("Numbers within a tolerance");
    expect(await ignoreCase.isChecked()).toBe(true);
    await spaces.click();
    await save().click();
    await saved();
    expect((await read(id)).checker).toMatchObject({ type: "float", ignoreCase: true, spaceSensitive: true });
    await page.goto(`/app/problems/${id}`);
    await page.getByText(/numbers may differ a little.*spaces count; capital and small letters are the same/).waitFor();
    await page.goto(`/app/admin/problems/${id}?tab=settings`);
    await ignoreCase.click();
    await choose("Byte by byte");
    await save().click();
    await saved();
    expect((await read(id)).checker).toEqual({ type: "exact" });
    await page.goto(`/app/problems/${id}`);
    await page.getByText("byte by byte; every space counts; capital and small letters differ").waitFor();
  });
});

it("boxes and switches show their state where the system chooses the colours", async () => {
  const id = await problem("Forced colours");
  await page.emulateMedia({ forcedColors: "active" });
  await page.goto(`/app/admin/problems/${id}?tab=tests`);
  const look = () =>
    page.evaluate(() => {
      const paint = (one: Element | null | undefined) => {
        const { backgroundColor, borderTopColor, borderTopWidth, color } = getComputedStyle(one as Element);
        return { backgroundColor, borderTopColor, borderTopWidth, color };
      };
      const track = document.querySelector(".mantine-Switch-track");
      const box = document.querySelector("td .mantine-Checkbox-input");
      return { track: paint(track), thumb: paint(track?.querySelector(".mantine-Switch-thumb")), box: paint(box), tick: paint(box?.nextElementSibling) };
    });
  const first = page.getByRole("checkbox", { name: "Choose test 1", exact: true });
  await first.waitFor();
  const before = await look();
  await first.check();
  await page.getByRole("switch").click();
  await expect.poll(async () => (await look()).track.backgroundColor).not.toBe(before.track.backgroundColor);
  const after = await look();
  for (const { track, thumb, box } of [before, after]) {
    expect([track.borderTopWidth, box.borderTopWidth]).toEqual(["1px", "1px"]);
    expect(thumb.backgroundColor).not.toBe(track.backgroundColor);
  }
  expect(before.box.borderTopColor).not.toBe(before.box.backgroundColor);
  expect(after.box.backgroundColor).not.toBe(before.box.backgroundColor);
  expect(after.tick.color).not.toBe(after.box.backgroundColor);
});

describe("line ends of Windows in tests", () => {
  const convert = (name = "Convert Windows line ends (CRLF)") => page.getByRole("switch", { name });
  const upload = async (name: string, input: string) => {
    const file = (ending: string, text: string) => ({ name: `${name}.${ending}`, mimeType: "text/plain", buffer: Buffer.from(text) });
    const chooser = page.waitForEvent("filechooser");
    await page.getByRole("button", { name: "Upload pairs" }).click();
    await (await chooser).setFiles([file("in", input), file("out", "2\n")]);
  };
  const inputs = async (id: string) => {
    const rows = await server.call<{ input: string }[]>("GET", `/problems/${id}/testcases`, undefined, token);
    return rows.map(({ input }) => input);
  };

  it("are converted unless the switch is off; those that were kept stay when the order changes", async () => {
    const id = await problem("Of Windows");
    await page.goto(`/app/admin/problems/${id}?tab=tests`);
    expect(await convert().isChecked()).toBe(true);
    await upload("converted", "3\r\n");
    await page.getByText("Windows line ends (CRLF) were converted in test converted.").waitFor();
    await convert().click();
    await upload("kept", "4\r\n");
    await page.getByText("Windows line ends (CRLF) were kept in test kept.").waitFor();
    expect(await inputs(id)).toEqual(["1\n", "3\n", "4\r\n"]);
    await convert().click();
    await page.getByRole("button", { name: "Move test 3 up" }).click();
    await page.getByText("Order saved").waitFor();
    expect(await inputs(id)).toEqual(["1\n", "4\r\n", "3\n"]);
  });

  it("are kept in a problem that is created so, and the switch speaks German", async () => {
    await page.goto("/app/admin/problems/new");
    await page.getByLabel("Title").fill("Made on Windows");
    await page.getByRole("tab", { name: /^Tests/ }).click();
    await convert().click();
    await upload("kept", "5\r\n");
    await page.getByText("1 test added, as private.").waitFor();
    await page.getByRole("button", { name: "Create a draft" }).click();
    await page.getByRole("heading", { name: "Edit: Made on Windows" }).waitFor();
    const id = /problems\/([0-9a-f]{24})/.exec(page.url())?.[1] ?? "";
    expect(await inputs(id)).toEqual(["5\r\n"]);
    await page.evaluate(() => localStorage.setItem("autograder.locale", "de"));
    await page.goto(`/app/admin/problems/${id}?tab=tests`);
    expect(await convert("Zeilenenden von Windows (CRLF) umwandeln").isChecked()).toBe(true);
  });
});

describe("a solution", () => {
  const dialog = () => page.getByRole("dialog");
  const put = (id: string, name: string, code: string, expected: string) => server.call("PUT", `/problems/${id}/solutions/${name}`, { code, expected }, token);
  const stored = (id: string) => server.call<{ name: string; code: string; expected: string }[]>("GET", `/problems/${id}/solutions`, undefined, token);
  const offerAll = async (files: Record<string, string>) => {
    const chooser = page.waitForEvent("filechooser");
    await page.getByRole("button", { name: "Upload programs" }).click();
    await (await chooser).setFiles(Object.entries(files).map(([name, code]) => ({ name, mimeType: "text/plain", buffer: Buffer.from(code) })));
  };
  const offer = (name: string, code: string) => offerAll({ [name]: code });

  it("that is refused is named, and the others of the same upload are stored", async () => {
    const id = await problem("Some refused");
    await page.goto(`/app/admin/problems/${id}?tab=solutions`);
    await offerAll({ "first.py": "print(1)\n", "notes.xyz": "no program\n", "last.py": "print(2)\n" });
    await page.getByRole("alert").getByText(/^Left out: notes\.xyz\. ./).waitFor();
    expect((await stored(id)).map(({ name }) => name).sort()).toEqual(["first.py", "last.py"]);
  });

  it("is removed after a question alone", async () => {
    const id = await problem("Removing");
    await put(id, "slow.py", "print(1)\n", "WA");
    await page.goto(`/app/admin/problems/${id}?tab=solutions`);
    await page.getByRole("button", { name: "Remove slow.py" }).click();
    await dialog().getByText("cannot be restored").waitFor();
    await dialog().getByRole("button", { name: "Cancel" }).click();
    await dialog().waitFor({ state: "detached" });
    expect(await stored(id)).toHaveLength(1);
    await page.getByRole("button", { name: "Remove slow.py" }).click();
    await dialog().getByRole("button", { name: "Remove slow.py" }).click();
    await page.getByText("No solutions yet").waitFor();
    expect(await stored(id)).toEqual([]);
  });

  it("is not overwritten by a new one, nor by a file before somebody says so", async () => {
    const id = await problem("Overwriting");
    await put(id, "solution.py", "print(1)\n", "WA");
    await page.goto(`/app/admin/problems/${id}?tab=solutions`);
    await page.getByRole("button", { name: "Add a solution" }).click();
    const name = dialog().getByLabel("File name");
    expect(await name.inputValue()).toBe("solution2.py");
    await dialog().getByLabel("Program").fill("print(2)\n");
    await name.fill("solution.py");
    await dialog().getByText("A solution with this name exists already.").waitFor();
    expect(await dialog().getByRole("button", { name: "Save" }).isDisabled()).toBe(true);
    await dialog().getByRole("button", { name: "Cancel" }).click();
    await dialog().waitFor({ state: "detached" });

    await offer("solution.py", "print(3)\n");
    await dialog().getByText("A solution named solution.py exists already.").waitFor();
    await dialog().getByRole("button", { name: "Cancel" }).click();
    await dialog().waitFor({ state: "detached" });
    expect((await stored(id)).map(({ code }) => code)).toEqual(["print(1)\n"]);
    // With the verdict that was expected of it.
    await offer("other.py", "print(4)\n");
    await page.getByRole("button", { name: "Edit other.py" }).waitFor();
    await offer("solution.py", "print(3)\n");
    await dialog().getByRole("button", { name: "Replace" }).click();
    await expect.poll(() => stored(id).then((all) => all.map(({ code, expected }) => [code, expected]))).toEqual([
      ["print(4)\n", "AC"],
      ["print(3)\n", "WA"],
    ]);
  });
});
