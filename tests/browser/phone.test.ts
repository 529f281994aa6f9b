// What is hard to read on a narrow screen: two texts side by side, and lines of a program that are below the fold.

import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";

import { asSomebody, newPerson, sideways, violationsOf, visit } from "./browser.ts";
import { browser, problemId, server, serveSquares } from "./squares.ts";

serveSquares();

const PICTURES = process.env.AUTOGRADER_PICTURES;
const picture = async (page: Page, name: string) => {
  if (PICTURES !== undefined) await page.screenshot({ path: `${PICTURES}/${name}.png`, animations: "disabled", fullPage: true });
};

async function student(phone: boolean) {
  const seen = await visit(browser, server.url, { phone });
  const person = newPerson();
  await server.call("POST", "/auth/register", person);
  const token = await server.login(person);
  await asSomebody(seen.page, token);
  return { ...seen, token };
}

describe.each([{ phone: true }, { phone: false }])("a program below the fold, %o", ({ phone }) => {
  it("has each number beside its line before somebody scrolls there", async () => {
    const { context, page, token } = await student(phone);
    const code = ["n = int(input())", ...Array.from({ length: 40 }, (_, i) => `# line ${i + 2}`), "print(n + 1)"].join("\n");
    const id = await server.judge(problemId, "python", code, token);
    await page.setViewportSize({ width: phone ? 360 : 1360, height: 420 });
    await page.goto(`/app/submissions/${id}`);
    await page.locator(".cm-line").first().waitFor({ state: "attached" });
    await page.waitForLoadState("networkidle");
    const away = () =>
      page.evaluate(() => {
        const numbers = [...document.querySelectorAll(".cm-lineNumbers .cm-gutterElement")].filter((one) => (one as HTMLElement).style.visibility !== "hidden");
        const lines = [...document.querySelectorAll(".cm-line")];
        const top = (one: Element | undefined) => one?.getBoundingClientRect().top ?? Number.NaN;
        return { below: top(lines[0]) > innerHeight, count: lines.length, offsets: lines.map((line, i) => Math.abs(top(line) - top(numbers[i]))) };
      });
    await expect.poll(async () => Math.max(...(await away()).offsets), { timeout: 5_000 }).toBeLessThan(2);
    const { below, count } = await away();
    expect([below, count > 10]).toEqual([true, true]);
    expect(await page.evaluate(() => scrollY)).toBe(0);
    await picture(page, `numbers-${phone ? "phone" : "wide"}`);
    await context.close();
  });
});

describe("on a phone", () => {
  it("what was expected stands above what was printed, each over the whole width and under its name", async () => {
    const { context, page, token } = await student(true);
    const id = await server.judge(problemId, "python", "n = int(input())\nprint('the square of the number is not', n + 1)\n", token);
    await page.goto(`/app/submissions/${id}`);
    const diff = page.getByRole("region", { name: "Expected output next to yours" });
    const expected = diff.locator('td[data-side="left"]').first();
    const printed = diff.locator('td[data-side="right"]').first();
    await printed.waitFor();
    const [above, below] = [await expected.boundingBox(), await printed.boundingBox()];
    expect(above?.width ?? 0).toBeGreaterThan(200);
    expect(below?.width ?? 0).toBeGreaterThan(200);
    expect((below?.y ?? 0) - ((above?.y ?? 0) + (above?.height ?? 0))).toBeGreaterThanOrEqual(-1);
    const name = (cell: typeof expected) => cell.evaluate((one) => getComputedStyle(one, "::before").content);
    expect([await name(expected), await name(printed)]).toEqual(['"Expected"', '"Your output"']);
    expect(await sideways(page)).toEqual([]);
    expect(await violationsOf(page, "the difference on a phone")).toEqual([]);
    await picture(page, "difference-phone");
    // With room they stand side by side.
    await page.setViewportSize({ width: 1360, height: 860 });
    await expect.poll(async () => ((await expected.boundingBox())?.y ?? 0) - ((await printed.boundingBox())?.y ?? 0)).toBe(0);
    expect(await name(expected)).toBe("none");
    await context.close();
  });

  it("two programs are compared in one column, with the lines that are no more above those in their place", async () => {
    const { context, page, token } = await student(true);
    const older = await server.judge(problemId, "python", "n = int(input())\nprint(n + n)\n", token);
    const newer = await server.judge(problemId, "python", "n = int(input())\nprint(n * n)\n", token);
    await page.goto(`/app/compare?left=${older}&right=${newer}`);
    const gone = page.locator(".cm-deletedChunk").getByText("print(n + n)");
    const now = page.locator(".cm-line").getByText("print(n * n)");
    await gone.waitFor();
    await page.getByText(/^Both programs are in one column/).waitFor();
    const [above, below] = [await gone.boundingBox(), await now.boundingBox()];
    expect((below?.y ?? 0) > (above?.y ?? 0)).toBe(true);
    expect(await page.locator(".cm-editor").count()).toBe(1);
    expect((await page.locator(".cm-content").boundingBox())?.width ?? 0).toBeGreaterThan(240);
    expect(await violationsOf(page, "two compared on a phone")).toEqual([]);
    await picture(page, "compare-phone");
    await page.setViewportSize({ width: 1360, height: 860 });
    await expect.poll(() => page.locator(".cm-editor").count()).toBe(2);
    await page.getByText(/^The earlier program is on the left/).waitFor();
    await context.close();
  });
});
