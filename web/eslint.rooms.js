// Which room of the application may import which, and what no room may write. scripts/rooms.mjs tries it.

// lib, components -> features -> app: a room uses what stands left of it. A feature does not use another one.
const direction = "lib, components -> features -> app, one direction (docs/decisions/0011-web-application.md)";
const fromRoot = "Another folder's files are named from the root: @/...";

/** Imports of every kind, `import()` and `export ... from` too. A "/" would end the selector's pattern. */
const imports = (pattern, message) => ({
  selector: `:matches(ImportDeclaration, ImportExpression, ExportNamedDeclaration, ExportAllDeclaration)[source.value=/${pattern.replaceAll("/", "\\x2f")}/]`,
  message,
});
const roomsAre = (names) => imports(`^@/(${names})(/|$)`, direction);
const out = imports("^[.][.](/|$)", fromRoot);
const outTwice = imports("^[.][.]/[.][.](/|$)", fromRoot);
/** A way round: "@/lib/../app", "./../app". */
const bent = imports("(^[.]|[^.])/[.][.](/|$)", fromRoot);

const catalogue = "Words stand in src/lib/text, all of them.";
const markup = "Nothing that people wrote becomes markup.";
const syntax = [
  { selector: "JSXText[value=/\\p{L}{2}/u]", message: catalogue },
  {
    selector: "JSXAttribute[name.name=/^(label|title|placeholder|description|alt|aria-label|detail|lead|words)$/] > Literal[value=/\\p{L}/u]",
    message: catalogue,
  },
  { selector: "ImportSpecifier[imported.name='FileButton']", message: "components/FilePicker: a file can be chosen twice." },
  { selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']", message: markup },
  { selector: "MemberExpression[property.name=/^(innerHTML|outerHTML|insertAdjacentHTML)$/]", message: markup },
  {
    selector: "CallExpression[callee.name=/^(answer|changed)$/] Property[key.name='fields']",
    message: "An answer that `fields` cut has another type: cut(...).",
  },
  bent,
];
const room = (files, ...more) => ({ files, rules: { "no-restricted-syntax": ["error", ...syntax, ...more] } });
export const rooms = [
  room(["src/*.{ts,tsx}"]),
  room(["src/lib/*.{ts,tsx}"], roomsAre("components|features|app"), out),
  room(["src/lib/*/**/*.{ts,tsx}"], roomsAre("components|features|app"), outTwice),
  room(["src/components/*.{ts,tsx}"], roomsAre("features|app"), out),
  room(["src/components/*/**/*.{ts,tsx}"], roomsAre("features|app"), outTwice),
  // Next to a feature is another one.
  room(["src/features/**/*.{ts,tsx}"], roomsAre("features|app"), out),
  room(["src/app/**/*.{ts,tsx}"], out),
];
