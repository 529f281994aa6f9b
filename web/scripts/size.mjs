// Refuses a page that loads too much before it shows: scripts and styles of the problem list, and of the workspace.
// Usage: node scripts/size.mjs      after `vite build`

import { readdirSync, readFileSync, rmSync } from "node:fs";
import { gzipSync } from "node:zlib";

const KB = 1024;
const PAGES = {
  // Under 3 s on a network of 1.6 Mbit/s with 150 ms a round trip, and the workspace under 4 s (tests/browser/slow.test.ts).
  "the first page": { limit: 270 * KB, keys: ["index.html", "src/app/start.tsx", "src/features/problems/ProblemsPage.tsx"] },
  "the workspace": {
    limit: 530 * KB,
    keys: [
      "index.html",
      "src/app/start.tsx",
      "src/features/workspace/WorkspacePage.tsx",
      "src/components/editor/CodeEditor.tsx",
      "src/components/markdown/Markdown.tsx",
      "node_modules/@codemirror/lang-python/dist/index.js",
    ],
  },
};

const manifest = JSON.parse(readFileSync("dist/manifest.json", "utf8"));
rmSync("dist/manifest.json"); // nobody is served it

let failed = false;
// A reader loads one language.
const LOCALES = readdirSync("src/lib/text", { withFileTypes: true }).filter((one) => one.isDirectory()).map((one) => one.name);
const each = Object.entries(PAGES).flatMap(([name, { limit, keys }]) =>
  LOCALES.map((locale) => [`${name} in ${locale}`, { limit, keys: [...keys, `src/lib/text/${locale}/index.ts`] }]),
);
for (const [name, { limit, keys }] of each) {
  const files = new Set();
  const add = (key) => {
    const chunk = manifest[key];
    if (chunk === undefined) throw new Error(`${key} is not in the build's manifest`);
    if (files.has(chunk.file)) return;
    files.add(chunk.file);
    for (const css of chunk.css ?? []) files.add(css);
    for (const one of chunk.imports ?? []) add(one);
  };
  keys.forEach(add);
  const sizes = [...files].map((file) => [gzipSync(readFileSync(`dist/${file}`), { level: 9 }).length, file]).sort(([a], [b]) => b - a);
  const total = sizes.reduce((sum, [size]) => sum + size, 0);
  for (const [size, file] of sizes.slice(0, 6)) console.log(`${String(size).padStart(8)}  ${file}`);
  console.log(`${String(total).padStart(8)}  scripts and styles for ${name}, gzip, ${files.size} files; ${limit} is the limit`);
  if (total > limit) {
    console.error(`${name} loads too much: load what it does not need later (docs/decisions/0011-web-application.md).`);
    failed = true;
  }
}
if (failed) process.exit(1);
