// Problem packages in the page: taken in with what they bundle, shown to students with their figures, and given out again.

import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { asSomebody, launch, newPerson, visit, type Visit } from "./browser.ts";
import { Server } from "./server.ts";

const EXAMPLES = fileURLToPath(new URL("../../examples/problems", import.meta.url));
// Three pixels beside two.
const FIGURE = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAIAAAASFvFNAAAAEElEQVR42mNwCT8JQQxwFgBQZghZa6v/kgAAAABJRU5ErkJggg==", "base64");

let server: Server;
let browser: Browser;
let seen: Visit;
let page: Page;
const place = mkdtempSync("/tmp/autograder-packages-");

function zip(name: string, folder: string): string {
  execFileSync("/usr/bin/python3", ["-m", "zipfile", "-c", `${place}/${name}.zip`, folder]);
  return `${place}/${name}.zip`;
}

beforeAll(async () => {
  server = await Server.start();
  browser = await launch();
  seen = await visit(browser, server.url);
  page = seen.page;
  await asSomebody(page, await server.login());
});
afterAll(async () => {
  await browser.close();
  await server.stop();
  rmSync(place, { recursive: true });
});

async function take(file: string): Promise<void> {
  await page.goto("/app/admin/problems");
  await page.getByRole("button", { name: "Import a package" }).click();
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Choose a zip file" }).click();
  await (await chooser).setFiles(file);
}

describe("a problem package", () => {
  let hello = "";

  it("is taken in, and says what it brought", async () => {
    // Without those whose compilers take seconds when nothing is warm.
    cpSync(`${EXAMPLES}/hello`, `${place}/hello`, { recursive: true, filter: (path) => !/\.(go|java)$/.test(path) });
    writeFileSync(`${place}/hello/statement/figure.png`, FIGURE);
    const statement = `${place}/hello/statement/problem.en.md`;
    writeFileSync(statement, `${readFileSync(statement, "utf8")}\n![Three pixels by two](figure.png)\n`);
    hello = zip("hello", `${place}/hello`);
    await take(hello);
    await page.getByText("“Hello” is imported").waitFor({ timeout: 90_000 });
    const bundled = page.getByRole("region", { name: "Verdicts of the solutions" });
    await bundled.getByRole("row", { name: /^\S+\.py.*Accepted/ }).first().waitFor();
    await page.getByText("All solutions got their expected verdicts.").waitFor({ timeout: 90_000 });
    expect(await bundled.getByRole("img", { name: "As expected" }).count()).toBe((await bundled.getByRole("row").count()) - 1);
    await page.getByRole("link", { name: "Open", exact: true }).click();
    await page.getByRole("heading", { name: "Edit: Hello" }).waitFor();
  });

  it("shows its figure in the editor's preview and to students", async () => {
    const loaded = (of: Page) =>
      expect
        .poll(() => of.getByRole("img", { name: "Three pixels by two" }).evaluate((image: HTMLImageElement) => [image.naturalWidth, image.naturalHeight]))
        .toEqual([3, 2]);
    await loaded(page);
    const person = newPerson();
    await server.call("POST", "/auth/register", person);
    const { context, page: theirs } = await visit(browser, server.url);
    await asSomebody(theirs, await server.login(person));
    await theirs.goto("/app/problems");
    await theirs.getByRole("link", { name: "Hello" }).click();
    await loaded(theirs);
    await context.close();
  });

  it("is updated, not doubled, when it comes again", async () => {
    await take(hello);
    await page.getByText("“Hello” is updated").waitFor({ timeout: 90_000 });
    await page.getByRole("button", { name: "Close" }).click();
    await expect.poll(() => page.getByRole("link", { name: "Hello" }).count()).toBe(1);
  });

  it("is refused with the reason, and another may be chosen at once", async () => {
    writeFileSync(`${place}/broken.zip`, "not a zip archive");
    await take(`${place}/broken.zip`);
    await page.getByRole("dialog").getByRole("alert").waitFor();
    expect((await page.getByRole("dialog").getByRole("alert").textContent())?.length).toBeGreaterThan(20);
    await page.getByRole("button", { name: "Choose a zip file" }).waitFor();
  });

  it("is given out as it came, and a problem made here as one that comes in again", async () => {
    await server.createProblem({ title: "Made here", description: "Print $1$.", testCases: ["x\n", "y\n"].map((input) => ({ input, output: "1\n" })), tags: ["made"] });
    for (const title of ["Hello", "Made here"]) {
      await page.goto("/app/admin/problems");
      await page.getByRole("link", { name: title }).click();
      await page.getByRole("tab", { name: "Settings" }).click();
      const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Export" }).click()]);
      expect(download.suggestedFilename()).toBe(`${title.toLowerCase().replace(" ", "-")}.zip`);
      await download.saveAs(`${place}/given.zip`);
      if (title !== "Hello") continue;
      execFileSync("/usr/bin/python3", ["-m", "zipfile", "-e", `${place}/given.zip`, `${place}/given`]);
      execFileSync("diff", ["-r", `${place}/hello`, `${place}/given`]);
    }
    await page.getByRole("button", { name: "Delete" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await page.getByText("This problem is deleted.").waitFor();
    await take(`${place}/given.zip`);
    await page.getByText(/“Made here” is (imported|updated)/).waitFor({ timeout: 90_000 });
    await page.getByRole("link", { name: "Open", exact: true }).click();
    await page.getByRole("region", { name: "Preview" }).locator(".katex").waitFor();
    await page.getByRole("tab", { name: "Tests (2)" }).waitFor();
  });

  it("never made the browser complain", () => {
    expect(seen.complaints).toEqual([]);
  });
});
