// Opens pages in Chromium and says when they were there, as JSON. Called by page.py with one JSON argument:
// {url, token, problem, rounds}.

import { createRequire } from "node:module";

const { chromium } = createRequire(new URL("../web/package.json", import.meta.url))("playwright-core");

const { url, token, problem, rounds } = JSON.parse(process.argv[2]);
const PATIENCE_MS = 60_000;
// "Fast 3G" of browsers: 1.6 Mbit/s, 150 ms a round trip.
const SLOW = { offline: false, latency: 150, downloadThroughput: (1.6 * 1024 * 1024) / 8, uploadThroughput: (750 * 1024) / 8 };

// Runs in the page before its own scripts: notes when what is looked for is drawn, two frames after it came into the document.
function watch({ token, marks }) {
  localStorage.setItem("autograder.token", token);
  const seen = (window.seen = {});
  const look = () => {
    for (const [name, selector] of Object.entries(marks)) {
      if (name in seen || document.querySelector(selector) === null) continue;
      seen[name] = 0;
      requestAnimationFrame(() => requestAnimationFrame(() => (seen[name] = performance.now())));
    }
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true, attributes: true });
}

const PAGES = [
  { name: "reference", path: "/version", marks: {} },
  { name: "list", path: "/app/problems", marks: { rows: "tbody tr:nth-child(50) a" } },
  {
    name: "problem",
    path: `/app/problems/${problem}`,
    marks: { statement: "article .katex-display .katex-html", editor: ".cm-content[contenteditable=true]" },
  },
];

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});

async function open(context, { path, marks }, network) {
  const page = await context.newPage();
  await page.addInitScript(watch, { token, marks });
  if (network) await (await context.newCDPSession(page)).send("Network.emulateNetworkConditions", network);
  await page.goto(url + path);
  await page.waitForFunction((names) => names.every((name) => window.seen?.[name] > 0), Object.keys(marks), { timeout: PATIENCE_MS });
  const times = await page.evaluate(async () => {
    const painted = () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime;
    while (painted() === undefined) await new Promise(requestAnimationFrame);
    return { paint: painted(), ...window.seen };
  });
  return { page, times };
}

const found = { cold: {}, kept: {}, slow: {}, scripts: 0, files: 0 };
const note = (how, name, value) => (found[how][name] ??= []).push(value);
const noteAll = (how, one, times) => {
  for (const [mark, value] of Object.entries(times)) note(how, one.name === "reference" ? "reference" : `${one.name}.${mark}`, value);
};

for (let round = 0; round < rounds; round++) {
  for (const one of PAGES) {
    const context = await browser.newContext({ viewport: { width: 1360, height: 860 } });
    for (const how of ["cold", "kept"]) {
      const { page, times } = await open(context, one);
      noteAll(how, one, times);
      if (one.name === "list" && how === "cold") {
        await page.waitForLoadState("networkidle");
        const sizes = await page.evaluate(() =>
          performance.getEntriesByType("resource").filter(({ name }) => new URL(name).pathname.endsWith(".js")).map((entry) => entry.encodedBodySize),
        );
        found.files = sizes.length;
        found.scripts = sizes.reduce((all, size) => all + size, 0);
      }
      if (one.name === "list" && how === "kept") await use(page);
      await page.close();
    }
    await context.close();
    const far = await browser.newContext({ viewport: { width: 1360, height: 860 } });
    noteAll("slow", one, (await open(far, one, SLOW)).times);
    await far.close();
  }
}
await browser.close();
console.log(JSON.stringify(found));

/** What a student does with the list. From the key to the drawn frame, by the page's own clock. */
async function use(page) {
  const until = (act, title) =>
    page.evaluate(
      ([act, title]) =>
        new Promise((resolve) => {
          const from = performance.now();
          const look = () => {
            if ([...document.querySelectorAll("tbody tr:first-child a")].some((link) => link.textContent === title)) {
              requestAnimationFrame(() => resolve(performance.now() - from));
            } else requestAnimationFrame(look);
          };
          if (act === "turn") document.querySelector("nav button[aria-label='Next page']").click();
          else {
            const field = document.querySelector("input[type=search]");
            Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(field, title);
            field.dispatchEvent(new Event("input", { bubbles: true }));
          }
          look();
        }),
      [act, title],
    );
  note("kept", "turn", await until("turn", "Numbered 950"));
  note("kept", "search", await until("search", "Numbered 777"));
}
