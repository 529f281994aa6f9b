// Lines of a program that are below the fold, on a phone and on a wide screen.

import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";

import { asSomebody, newPerson, visit } from "./browser.ts";
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
