// Refuses a first page that loads too much: every script that index.html and the problem list need before they show.
// Usage: node scripts/size.mjs      after `vite build`

import { readFileSync, rmSync } from "node:fs";
import { gzipSync } from "node:zlib";

const LIMIT = 250 * 1024;

const manifest = JSON.parse(readFileSync("dist/manifest.json", "utf8"));
rmSync("dist/manifest.json"); // nobody is served it
const wanted = ["index.html", "src/features/problems/ProblemsPage.tsx"];
const files = new Set();
const add = (key) => {
  const chunk = manifest[key];
  if (chunk === undefined) throw new Error(`${key} is not in the build's manifest`);
  if (files.has(chunk.file)) return;
  files.add(chunk.file);
  for (const one of chunk.imports ?? []) add(one);
};
wanted.forEach(add);

let total = 0;
for (const file of files) {
  const size = gzipSync(readFileSync(`dist/${file}`), { level: 9 }).length;
  total += size;
  console.log(`${String(size).padStart(8)}  ${file}`);
}
console.log(`${String(total).padStart(8)}  JavaScript for the first page, gzip; ${LIMIT} is the limit`);
if (total > LIMIT) {
  console.error("The first page loads too much: load what it does not need later (docs/decisions/0011-web-application.md).");
  process.exit(1);
}
