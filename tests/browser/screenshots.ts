// Pictures of each page, light, dark and on a phone, for docs/screenshots: `npm run screenshots` in web/.

import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, it } from "vitest";

import { asSomebody, chooseLanguage, launch, newPerson, verdict, visit, write } from "./browser.ts";
import { Server, type TestCase } from "./server.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const FOLDER = `${ROOT}/docs/screenshots`;

const SLOW = "import time\n\nn = int(input())\nend = time.process_time() + 0.4\nwhile time.process_time() < end:\n    pass\nprint(n * n)\n";
const WRONG = "n, q = map(int, input().split())\nvalues = list(map(int, input().split()))\nfor _ in range(q):\n    l, r = map(int, input().split())\n    print(sum(values[l:r]))\n";
const RIGHT =
  "import sys\n\ndata = list(map(int, sys.stdin.buffer.read().split()))\nn, q = data[0], data[1]\nsums = [0]\nfor value in data[2 : 2 + n]:\n    sums.append(sums[-1] + value)\nat = 2 + n\nfor _ in range(q):\n    l, r = data[at], data[at + 1]\n    print(sums[r] - sums[l - 1])\n    at += 2\n";
const BROKEN = "#include <iostream>\n\nint main() {\n  long long n, q;\n  std::cin >> n >> q;\n  std::vector<long long> values(n);\n  for (auto& value : values) std::cin >> value\n}\n";

let server: Server;
let browser: Browser;
let admin: string;
let student: string;
let rangeSums = "";
let squares = "";
let place = "";
let bundle = "";
let wrong = "";
let right = "";

/** One of examples/problems, with its statement and those of its tests that are small. */
async function createExample(folder: string, title: string, tags: string[]): Promise<string> {
  const place = `${ROOT}/examples/problems/${folder}`;
  const testCases = (["sample", "secret"] as const).flatMap((kind): TestCase[] =>
    readdirSync(`${place}/data/${kind}`)
      .filter((name) => name.endsWith(".in") && existsSync(`${place}/data/${kind}/${name.slice(0, -3)}.ans`))
      .sort()
      .map((name) => ({
        input: readFileSync(`${place}/data/${kind}/${name}`, "utf8"),
        output: readFileSync(`${place}/data/${kind}/${name.slice(0, -3)}.ans`, "utf8"),
        visibility: kind === "sample" ? "public" : "private",
      })),
  );
  const description = readFileSync(`${place}/statement/problem.en.md`, "utf8");
  return server.createProblem({ title, tags, description, testCases, limits: { timeLimitMs: 2000 } });
}

beforeAll(async () => {
  mkdirSync(FOLDER, { recursive: true });
  place = mkdtempSync("/tmp/autograder-screenshots-");
  bundle = `${place}/two_indices.zip`;
  cpSync(`${ROOT}/examples/problems/two_indices`, `${place}/two_indices`, { recursive: true, filter: (path) => !/\.(go|java)$/.test(path) });
  execFileSync("/usr/bin/python3", ["-m", "zipfile", "-c", bundle, `${place}/two_indices`]);
  server = await Server.start();
  browser = await launch();
  admin = await server.login();
  const hello = await createExample("hello", "Hello", ["warm-up", "strings"]);
  rangeSums = await createExample("range_sums", "Range sums", ["arrays", "prefix sums"]);
  squares = await server.createProblem({
    title: "Squares, slowly",
    description: "Read $n$ and print $n^2$. There is no hurry:\n\n$$\\sum_{k=1}^{n} (2k - 1) = n^2$$",
    difficulty: "medium",
    tags: ["patience"],
    scoring: "groups",
    testCases: Array.from({ length: 14 }, (_, i) => ({
      input: `${i}\n`,
      output: `${i * i}\n`,
      visibility: i < 2 ? ("public" as const) : ("private" as const),
      group: i < 6 ? "small" : "large",
      weight: i < 6 ? 5 : 10,
    })),
  });
  for (const [title, difficulty, tag] of [
    ["Shortest way through a maze", "medium", "graphs"],
    ["The longest common part", "hard", "dynamic programming"],
    ["Gaps between primes", "medium", "number theory"],
  ]) {
    await server.createProblem({ title: title ?? "", difficulty, tags: [tag], testCases: [{ input: "1\n", output: "1\n" }] });
  }
  const person = newPerson("Ada Lovelace");
  await server.call("POST", "/auth/register", person);
  for (const name of ["Grace Hopper", "Katherine Johnson", "Alan Turing"]) await server.call("POST", "/auth/register", newPerson(name));
  student = await server.login(person);
  wrong = await server.judge(rangeSums, "python", WRONG, student);
  await server.judge(rangeSums, "cpp", BROKEN, student);
  right = await server.judge(rangeSums, "python", RIGHT, student);
  await server.call("PUT", `/problems/${rangeSums}/solutions/sums.py`, { expected: "AC", code: RIGHT }, admin);
  await server.call("PUT", `/problems/${rangeSums}/solutions/one_short.py`, { expected: "WA", code: WRONG }, admin);
  await server.judge(hello, "python", 'print("Hello, " + input() + "!")\n', student);
  await server.judge(squares, "python", "n = int(input())\nprint(n * n if n != 9 else 80)\n", student);
});
afterAll(async () => {
  await browser.close();
  await server.stop();
  rmSync(place, { recursive: true });
});

const LOOKS = { light: {}, dark: { dark: true }, phone: { phone: true } };

describe.each(Object.entries(LOOKS))("%s", (look, looks) => {
  const shoot = async (page: Page, name: string) => {
    await page.mouse.move(0, 0);
    await page.waitForLoadState("networkidle");
    await page.evaluate(() => document.fonts.ready);
    await page.screenshot({ path: `${FOLDER}/${name}-${look}.png`, animations: "disabled", caret: "hide" });
  };
  const open = async (token: string | undefined) => {
    const { context, page } = await visit(browser, server.url, looks);
    if (token !== undefined) await asSomebody(page, token);
    return { page, close: () => context.close() };
  };
  const pages = async (token: string | undefined, list: [string, string, ((page: Page) => Promise<void>)?][]) => {
    const { page, close } = await open(token);
    for (const [name, path, prepare] of list) {
      await page.goto(path);
      await page.getByRole("heading", { level: 1 }).first().waitFor();
      await prepare?.(page);
      await shoot(page, name);
    }
    await close();
  };

  it("before signing in", () => pages(undefined, [["login", "/app/login"], ["register", "/app/register"]]));
  it("students", () =>
    pages(student, [
      ["problems", "/app/problems"],
      ["submissions", "/app/submissions"],
      ["submission", `/app/submissions/${right}`, (page) => page.locator(".cm-line").first().waitFor()],
      ["compare", `/app/compare?left=${wrong}&right=${right}`, (page) => page.locator(".cm-line").first().waitFor()],
      ["profile", "/app/profile"],
    ]));
  it("administrators", () =>
    pages(admin, [
      ["manage", "/app/admin/problems"],
      ["editor", `/app/admin/problems/${rangeSums}`, (page) => page.locator(".katex").first().waitFor()],
      [
        "tests",
        `/app/admin/problems/${squares}`,
        async (page) => {
          await page.getByRole("tab", { name: /^Tests/ }).click();
          await page.getByRole("button", { name: "Edit test 1", exact: true }).waitFor();
        },
      ],
      [
        "solutions",
        `/app/admin/problems/${rangeSums}`,
        async (page) => {
          await page.getByRole("tab", { name: "Solutions" }).click();
          await page.getByRole("cell", { name: "one_short.py", exact: true }).waitFor();
        },
      ],
      ["settings", `/app/admin/problems/${squares}`, (page) => page.getByRole("tab", { name: "Settings" }).click()],
      [
        "import",
        "/app/admin/problems",
        async (page) => {
          await page.getByRole("button", { name: "Import a package" }).click();
          const chooser = page.waitForEvent("filechooser");
          await page.getByRole("button", { name: "Choose a zip file" }).click();
          await (await chooser).setFiles(bundle);
          await page.getByText(/^(All|Not all) solutions got/).waitFor({ timeout: 90_000 });
        },
      ],
      ["everyone", "/app/admin/submissions"],
      ["users", "/app/admin/users"],
      ["judge", "/app/admin/judge", (page) => page.getByText("Free disk space").waitFor()],
    ]));
  it("a program being judged", async () => {
    const { page, close } = await open(student);
    const code = async () => {
      if (look === "phone") await page.getByRole("tab", { name: "Code" }).click();
    };
    await page.goto(`/app/problems/${rangeSums}`);
    await page.locator(".katex").first().waitFor();
    if (look === "phone") await shoot(page, "problem");
    await code();
    await chooseLanguage(page, "Python");
    await write(page, WRONG);
    if (look !== "phone") {
      await page.getByText("The editor has another program now").waitFor();
      await shoot(page, "problem");
    }
    await page.keyboard.press("Control+Enter");
    await verdict(page, "Wrong answer").waitFor();
    await page.getByRole("region", { name: "Expected output next to yours" }).scrollIntoViewIfNeeded();
    await shoot(page, "difference");
    await code();
    await chooseLanguage(page, "C++");
    await write(page, BROKEN);
    await page.keyboard.press("Control+Enter");
    await verdict(page, "Compile error").waitFor();
    await shoot(page, "compile_error");
    await page.goto(`/app/problems/${squares}`);
    await code();
    await chooseLanguage(page, "Python");
    await write(page, SLOW);
    await page.keyboard.press("Control+Enter");
    await page.getByText(/[6-9] of 14 tests judged/).waitFor();
    await page.screenshot({ path: `${FOLDER}/judging-${look}.png`, caret: "hide" });
    await verdict(page, "Accepted").waitFor();
    await close();
  });
});
