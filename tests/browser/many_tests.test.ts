// Many tests of a problem at once: settings of those that are chosen, and archives of all namings.

import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { asSomebody, launch, visit, violationsOf, type Visit } from "./browser.ts";
import { Server } from "./server.ts";
import { zipOf } from "./zip.ts";

let server: Server;
let browser: Browser;
let seen: Visit;
let page: Page;
let token = "";

beforeAll(async () => {
  server = await Server.start();
  browser = await launch();
  token = await server.login();
  seen = await visit(browser, server.url);
  page = seen.page;
  await asSomebody(page, token);
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

interface Stored {
  input: string;
  output: string;
  visibility: string;
  weight: number;
  group: string;
}
const stored = (id: string) => server.call<Stored[]>("GET", `/problems/${id}/testcases`, undefined, token);

async function openTests(id: string): Promise<void> {
  await page.goto(`/app/admin/problems/${id}`);
  await page.getByRole("tab", { name: /^Tests/ }).click();
}
async function upload(files: { name: string; mimeType: string; buffer: Buffer }[]): Promise<void> {
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Upload pairs" }).click();
  await (await chooser).setFiles(files);
}

describe("many tests", () => {
  it("come by a zip archive, with kinds by their folders and line ends converted", async () => {
    const id = await server.createProblem({ title: "Archive", published: false, testCases: [] });
    await openTests(id);
    const zip = zipOf({
      "tests/secret/10.in": "10\r\n",
      "tests/secret/10.ans": "20\n",
      "tests/secret/9": "9\n",
      "tests/secret/9.a": "18\n",
      "tests/sample/1.in": "1\n",
      "tests/sample/1.out": "2\n",
      "in/1.txt": "5\n",
      "out/1.txt": "10\n",
      "readme.md": "x",
      "__MACOSX/._1.in": "x",
    });
    await upload([{ name: "tests.zip", mimeType: "application/zip", buffer: zip }]);
    await page.getByText("Without a partner, left out: readme.md").waitFor();
    await page.getByText("Windows line ends (CRLF) were converted in test tests/secret/10.").waitFor();
    expect((await stored(id)).map(({ input, output, visibility }) => [input, output, visibility])).toEqual([
      ["1\n", "2\n", "public"],
      ["5\n", "10\n", "private"],
      ["9\n", "18\n", "private"],
      ["10\n", "20\n", "private"],
    ]);
    await page.getByText("4 tests added. Public by the name of their folder, so that students see them: 1.").waitFor();
  });

  it("are private unless the teacher says otherwise, loose or in an archive", async () => {
    const pair = (n: number) => ({ [`0${n}.in`]: `${n}\n`, [`0${n}.ans`]: `${2 * n}\n` });
    const loose = Object.entries({ ...pair(1), ...pair(2) }).map(([name, words]) => ({ name, mimeType: "text/plain", buffer: Buffer.from(words) }));
    const zip = [{ name: "tests.zip", mimeType: "application/zip", buffer: zipOf({ ...pair(1), ...pair(2) }) }];
    for (const [title, files] of [["Loose", loose], ["Zipped", zip]] as const) {
      const id = await server.createProblem({ title, published: false, testCases: [] });
      await openTests(id);
      await upload([...files]);
      await page.getByText("2 tests added, as private.").waitFor();
      expect((await stored(id)).map(({ visibility }) => visibility)).toEqual(["private", "private"]);
      const note = page.getByText("All tests are private: students see no sample.");
      await note.waitFor();
      await page.getByRole("button", { name: "Make the first one public" }).click();
      await note.waitFor({ state: "detached" });
      expect((await stored(id)).map(({ visibility }) => visibility)).toEqual(["public", "private"]);
    }
  });

  it("are refused with a sentence when the archive cannot be read", async () => {
    await upload([{ name: "broken.zip", mimeType: "application/zip", buffer: Buffer.from("PK and then nothing of the kind, for longer than an end") }]);
    await page.getByText(/^broken.zip cannot be read/).waitFor();
  });

  it("get kind, weight and group in one change", async () => {
    const testCases = Array.from({ length: 6 }, (_, i) => ({ input: `${i}\n`, output: `${i}\n` }));
    const id = await server.createProblem({ title: "Many", published: false, testCases });
    await openTests(id);
    let changes = 0;
    page.on("request", (request) => (changes += request.method() === "PUT" ? 1 : 0));
    for (const n of [3, 4, 6]) await page.getByRole("checkbox", { name: `Choose test ${n}`, exact: true }).check();
    const bar = page.getByRole("group", { name: "3 tests chosen" });
    expect(await violationsOf(page, "tests")).toEqual([]);
    await bar.getByLabel("Weight").fill("7");
    await bar.getByLabel("Group").fill("large");
    await bar.getByRole("button", { name: "Set", exact: true }).click();
    await bar.waitFor({ state: "hidden" });
    expect(changes).toBe(1);
    expect((await stored(id)).map(({ weight, group }) => [weight, group])).toEqual([
      [1, ""],
      [1, ""],
      [7, "large"],
      [7, "large"],
      [1, ""],
      [7, "large"],
    ]);
    await page.getByRole("checkbox", { name: "Choose all tests" }).check();
    const all = page.getByRole("group", { name: "6 tests chosen" });
    await all.getByRole("combobox", { name: "Kind" }).or(all.getByRole("textbox", { name: "Kind" })).first().click();
    await page.getByRole("option", { name: "Public" }).click();
    await all.getByRole("button", { name: "Set", exact: true }).click();
    await all.waitFor({ state: "hidden" });
    expect(new Set((await stored(id)).map(({ visibility }) => visibility))).toEqual(new Set(["public"]));
    expect(changes).toBe(2);
  });

  it("are chosen as a range with Shift, and the bar stays in sight in a long list", async () => {
    const testCases = Array.from({ length: 60 }, (_, i) => ({ input: `${i}\n`, output: `${i}\n` }));
    const id = await server.createProblem({ title: "Long list", published: false, testCases });
    await openTests(id);
    const box = (n: number) => page.getByRole("checkbox", { name: `Choose test ${n}`, exact: true });
    await box(2).click();
    await box(55).click({ modifiers: ["Shift"] });
    const bar = page.getByRole("group", { name: "54 tests chosen" });
    await bar.waitFor();
    await box(60).scrollIntoViewIfNeeded();
    expect(await bar.evaluate((element) => element.getBoundingClientRect().top)).toBeGreaterThanOrEqual(0);
    expect(await page.evaluate(() => window.scrollY)).toBeGreaterThan(500);
    // A range is given up the same way, by keyboard too.
    await box(40).click();
    await box(50).focus();
    await page.keyboard.press("Shift+Space");
    await page.getByRole("group", { name: "43 tests chosen" }).waitFor();
    await page.getByRole("button", { name: "Remove from groups" }).click();
    await page.getByRole("group", { name: /tests chosen$/ }).waitFor({ state: "hidden" });
  });

  it("are removed together, after a question, and one stays", async () => {
    const testCases = Array.from({ length: 5 }, (_, i) => ({ input: `${i}\n`, output: `${i}\n` }));
    const id = await server.createProblem({ title: "To remove", published: false, testCases });
    await openTests(id);
    for (const n of [2, 4]) await page.getByRole("checkbox", { name: `Choose test ${n}`, exact: true }).check();
    const remove = page.getByRole("button", { name: "Remove", exact: true });
    const dialog = page.getByRole("dialog");
    await remove.click();
    await dialog.getByText("Remove 2 tests?").waitFor();
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await dialog.waitFor({ state: "hidden" });
    expect(await stored(id)).toHaveLength(5);
    await remove.click();
    await dialog.getByRole("button", { name: "Remove", exact: true }).click();
    await page.getByRole("group", { name: "2 tests chosen" }).waitFor({ state: "hidden" });
    expect((await stored(id)).map(({ input }) => input)).toEqual(["0\n", "2\n", "4\n"]);

    // The second request is refused.
    await page.getByRole("checkbox", { name: "Choose all tests" }).check();
    await remove.click();
    await dialog.getByText("Remove 2 tests?").waitFor();
    await dialog.getByText("Test 1 stays: a problem keeps at least one.").waitFor();
    let asked = 0;
    await page.route("**/testcases/*", (route) => (route.request().method() === "DELETE" && ++asked === 2 ? route.fulfill({ status: 503, json: { message: "The test case was not deleted", error: "the server is busy" } }) : route.continue()));
    await dialog.getByRole("button", { name: "Remove", exact: true }).click();
    await page.getByText("Only 1 of 2 tests was removed.").waitFor();
    await page.unroute("**/testcases/*");
    expect(await stored(id)).toHaveLength(2);
    await page.getByRole("group", { name: "2 tests chosen" }).waitFor();
    await remove.click();
    await dialog.getByText("Remove 1 test?").waitFor();
    await dialog.getByRole("button", { name: "Remove", exact: true }).click();
    await page.getByRole("tab", { name: "Tests (1)" }).waitFor();

    await page.getByRole("checkbox", { name: "Choose all tests" }).check();
    await remove.click();
    await dialog.getByText(/^This test cannot be removed/).waitFor();
    expect(await dialog.getByRole("button", { name: "Remove", exact: true }).count()).toBe(0);
    await dialog.getByRole("button", { name: "Close" }).last().click();
    expect((await stored(id)).map(({ input }) => input)).toEqual(["0\n"]);
  });

  it("never made the browser complain", () => {
    expect(seen.complaints).toEqual([]);
  });
});
