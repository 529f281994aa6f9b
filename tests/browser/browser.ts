// Debian's Chromium, and how a person finds their way in it.

import axe from "axe-core";
import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";

// Parts of the browser's own window that are web pages: each new window computes 0.4 s for them, and nobody sees it. The
// switch takes the place of playwright's own, so its list goes first.
const WITHOUT = [
  "AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,LensOverlay,MediaRouter",
  "PaintHolding,ThirdPartyStoragePartitioning,AvoidCorsURLLoaderRestartOnRedirect,OptimizationHints,NetworkTimeServiceQuerying",
  "InitialWebUI,InitialWebUISurfaceSync,WebUIReloadButton,WebUIToolbar,PreloadTopChromeWebUI,PreloadTopChromeWebUILessNavigations",
  "WebUIOmniboxPopup,WebUIOmniboxFullPopup,WebUIOmniboxAimPopup",
];

const ARGUMENTS = [
  `--disable-features=${WITHOUT.join(",")}`,
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export const launch = (): Promise<Browser> =>
  chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", headless: true, args: ARGUMENTS });

export interface Person {
  name: string;
  email: string;
  password: string;
}

let people = 0;
export const newPerson = (name = "Ada Lovelace"): Person => ({
  name,
  email: `person${++people}@example.org`,
  password: "correct horse",
});

export interface Visit {
  context: BrowserContext;
  page: Page;
  /** What the browser complained about: exceptions, refused content, errors of the console. */
  complaints: string[];
}

export async function visit(browser: Browser, url: string, looks: { dark?: boolean; phone?: boolean; locale?: string } = {}): Promise<Visit> {
  const context = await browser.newContext({
    baseURL: url,
    viewport: looks.phone ? { width: 360, height: 780 } : { width: 1360, height: 860 },
    colorScheme: looks.dark ? "dark" : "light",
    reducedMotion: "reduce",
    locale: looks.locale ?? "en-US",
    acceptDownloads: true,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    // The browser reports each answer of 400 and more as an error; those are for the page to tell.
    if (message.type() === "error" && !/Failed to load resource/.test(message.text())) complaints.push(message.text());
  });
  page.on("dialog", (dialog) => {
    // A page that would lose something asks before it is left.
    if (dialog.type() === "beforeunload") return void dialog.accept();
    complaints.push(`dialog: ${dialog.message()}`);
    return void dialog.dismiss();
  });
  return { context, page, complaints };
}

export async function register(page: Page, person: Person): Promise<void> {
  await page.goto("/app/register");
  await page.getByLabel("Name").fill(person.name);
  await page.getByLabel("Email").fill(person.email);
  await page.getByLabel("Password", { exact: true }).fill(person.password);
  await page.getByRole("button", { name: "Create an account" }).click();
  await page.getByRole("heading", { name: "Problems", level: 1 }).waitFor();
}

export async function signIn(page: Page, person: { email: string; password: string }): Promise<void> {
  await page.getByLabel("Email").fill(person.email);
  await page.getByLabel("Password", { exact: true }).fill(person.password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

export const chooseSignOut = async (page: Page, name = "Sign out") => {
  await page.getByRole("button", { name: "Account" }).click();
  await page.getByRole("menuitem", { name, exact: true }).click();
};

export const signOut = async (page: Page) => {
  await chooseSignOut(page);
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
};

/** All that the browser stores. */
export const kept = (page: Page) => page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));

/** Opens a page as somebody who is signed in already. */
export async function asSomebody(page: Page, token: string): Promise<void> {
  await page.addInitScript((value) => localStorage.setItem("autograder.token", value), token);
}

export const editor = (page: Page) => page.locator(".cm-content[contenteditable=true]").first();

export async function write(page: Page, code: string): Promise<void> {
  await editor(page).click();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText(code);
}

export async function chooseLanguage(page: Page, name: string): Promise<void> {
  await page.getByRole("combobox", { name: "Language" }).click();
  await page.getByRole("option", { name, exact: true }).click();
}

/** The large badge of the verdict. */
export const verdict = (page: Page, name: string) => page.getByRole("status").getByText(name, { exact: true }).first();

/** Tables whose rows are wider than their frame: somebody would have to scroll sideways to read one. */
export const sideways = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll("[role=region]:has(table)")]
      .filter((frame) => frame.clientWidth > 1 && frame.scrollWidth > frame.clientWidth)
      .map((frame) => `${frame.getAttribute("aria-label")}: by ${frame.scrollWidth - frame.clientWidth}`),
  );

/** Violations of the accessibility rules that axe knows, on the page as it stands. */
export async function violationsOf(page: Page, where: string): Promise<string[]> {
  await page.evaluate(axe.source);
  const violations = await page.evaluate(async () => {
    const { axe: tool } = window as unknown as { axe: typeof axe };
    const results = await tool.run(document, { resultTypes: ["violations"] });
    return results.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`);
  });
  return violations.map((violation) => `${where}: ${violation}`);
}

/** Nothing is loading any more, and what the page asked for is drawn. */
export async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() => document.querySelector('[role="status"][aria-label="Loading"], .mantine-Skeleton-root') === null);
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
}
