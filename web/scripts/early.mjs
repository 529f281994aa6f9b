// Lets a page's own files come beside the first script instead of after it: dist/assets/early-HASH.js, the first thing that
// index.html loads, looks at the address and names the files that its page needs. On a slow network each round trip that is
// saved is a sixth of a second. Its promise `filesOfPage` is kept when all of them came, or
// cannot be asked for early: a browser says nothing of a link whose kind it does not know.
//
// Usage: node scripts/early.mjs      after `vite build`

import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";

const manifest = JSON.parse(readFileSync("dist/manifest.json", "utf8"));

/** A chunk with all that it imports, as long as the entry does not bring it. */
function filesOf(keys, without = new Set()) {
  const files = new Set();
  const add = (key) => {
    const chunk = manifest[key];
    if (chunk === undefined) throw new Error(`${key} is not in the build's manifest`);
    if (files.has(chunk.file) || without.has(chunk.file)) return;
    files.add(chunk.file);
    for (const css of chunk.css ?? []) if (!without.has(css)) files.add(css);
    for (const one of chunk.imports ?? []) add(one);
  };
  keys.forEach(add);
  return files;
}

const entry = filesOf(["index.html"]);
const start = filesOf(["src/app/start.tsx"], entry);
const addresses = (files) => [...files].map((file) => `/${file}`);
const page = (...keys) => addresses(filesOf(keys, new Set([...entry, ...start])));
const folders = readdirSync("src/lib/text", { withFileTypes: true }).filter((one) => one.isDirectory()).map((one) => one.name);
const locales = Object.fromEntries(folders.map((locale) => [locale, page(`src/lib/text/${locale}/index.ts`)]));
const pages = {
  login: page("src/features/people/LoginPage.tsx"),
  problems: page("src/features/problems/ProblemsPage.tsx"),
  workspace: page("src/features/workspace/WorkspacePage.tsx", "src/components/editor/CodeEditor.tsx", "src/components/markdown/Markdown.tsx"),
};

// No module: it runs before anything else is parsed. If it cannot read (storage is forbidden), it takes that for signed out.
// The language is chosen as in src/lib/locale.ts.
const script = `(function(){var p=${JSON.stringify(pages)},w=${JSON.stringify(locales)},e=${JSON.stringify(addresses(start))},t=null,c=null;
try{t=sessionStorage.getItem("autograder.token")||localStorage.getItem("autograder.token");c=localStorage.getItem("autograder.locale")}catch(x){}
c=[c].concat(navigator.languages).map(function(l){return String(l).toLowerCase().split("-")[0]}).find(function(l){return Object.hasOwn(w,l)})||"en";
var a=location.pathname,n=t===null?"login":/^\\/app\\/problems\\/[0-9a-f]{24}$/.test(a)?"workspace":/^\\/app\\/?(problems\\/?)?$/.test(a)?"problems":"";
filesOfPage=Promise.all(w[c].concat(e,p[n]||[]).map(function(f){var l=document.createElement("link");l.href=f;l.crossOrigin="";
if(/css$/.test(f)){l.rel="preload";l.as="style"}else l.rel="modulepreload";
return new Promise(function(d){l.onload=l.onerror=d;if(!l.relList.supports(l.rel))d();document.head.appendChild(l)})}))})();
`.replaceAll("\\\\", "\\");
const name = `assets/early-${createHash("sha256").update(script).digest("hex").slice(0, 8)}.js`;
writeFileSync(`dist/${name}`, script);
const index = readFileSync("dist/index.html", "utf8");
writeFileSync("dist/index.html", index.replace('<script type="module"', `<script src="/${name}"></script>\n    <script type="module"`));
