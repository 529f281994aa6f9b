// Tries the rules about rooms: each of these imports must be refused, or taken. Usage: node scripts/rooms.mjs

import { Linter } from "eslint";

import { rooms } from "../eslint.rooms.js";

const REFUSED = {
  "src/lib/format.ts": ["../components/Page", "../features/people/LoginPage", "../app/router", "..", "@/components/Page", "@/features/people/PeopleCard", "@/app/search", "@/lib/../app/search", "./../app/search"],
  "src/lib/api/client.ts": ["../../components/Page", "../../app/search", "../../format", "@/app/search"],
  "src/lib/api/resources/drafts.ts": ["../../connection", "../../../components/Page", "../../../app/search"],
  "src/components/Page.tsx": ["../features/people/PeopleCard", "../app/search", "../lib/format", "@/features/people/PeopleCard", "@/app/search"],
  "src/components/verdict/Facts.tsx": ["../../features/people/PeopleCard", "../../app/search", "@/app/search"],
  "src/features/teaching/tests.ts": ["../workspace/use_input", "../../app/search", "../../lib/format", "@/features/workspace/use_input", "@/app/search", "./../workspace/use_input"],
  "src/app/router.tsx": ["../features/people/LoginPage", "../lib/format"],
};
const TAKEN = {
  "src/lib/format.ts": ["./text", "@/lib/locale", "./api/client"],
  "src/lib/api/resources/drafts.ts": ["../client", "@/lib/connection"],
  "src/components/verdict/Facts.tsx": ["../states", "./TestStrip", "@/components/links", "@/lib/format"],
  "src/features/teaching/tests.ts": ["./problem_form", "@/components/Page", "@/lib/format"],
  "src/app/router.tsx": ["./Shell", "@/features/people/LoginPage", "@/components/states"],
};
const FORMS = [(from) => `import { x } from "${from}"; x();`, (from) => `export { x } from "${from}";`, (from) => `export * from "${from}";`, (from) => `void import("${from}");`];

const linter = new Linter({ configType: "flat" });
let tried = 0;
let wrong = 0;
const attempt = (cases, expected) => {
  for (const [filename, imports] of Object.entries(cases)) {
    for (const code of imports.flatMap((from) => FORMS.map((form) => form(from)))) {
      tried++;
      if (linter.verify(code, rooms, { filename }).length > 0 === expected) continue;
      wrong++;
      console.error(`${filename} ${expected ? "may" : "may not"} write: ${code}`);
    }
  }
};
attempt(REFUSED, true);
attempt(TAKEN, false);
const FIELDS = `void answer(api.GET("/problems", { params: { query: { fields: "title" } } }));`;
const asked = [FIELDS, FIELDS.replace("answer", "cut")].map((code) => linter.verify(code, rooms, { filename: "src/lib/api/resources/problems.ts" }).length);
if (asked[0] === 0 || asked[1] !== 0) console.error("`fields` within answer(...) is to be refused, within cut(...) taken");
if (wrong > 0 || asked[0] === 0 || asked[1] !== 0) process.exit(1);
console.log(`${tried} imports tried: the rules about rooms hold`);
