// Colours of program text upon what may lie behind it: as a selection, a match, a line or words that differ.

import { readFileSync } from "node:fs";

import { describe, expect, it } from "vitest";

const CONTRAST_MIN = 4.5;
const css = ["src/components/editor/editor.css", "src/app/global.css"].map((file) => readFileSync(file, "utf8")).join("\n");

function coloursOf(scheme: string): Map<string, string> {
  const blocks = css.matchAll(new RegExp(`:root\\[data-mantine-color-scheme="${scheme}"\\]\\s*\\{([^}]*)\\}`, "g"));
  const pairs = [...blocks].flatMap(([, body = ""]) => [...body.matchAll(/(--[\w-]+):\s*(#[0-9a-f]{6});/g)]);
  return new Map(pairs.map(([, name = "", colour = ""]) => [name, colour]));
}

/** As WCAG 2 defines it. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

const WORDS = ["keyword", "string", "number", "comment", "type", "function"].map((one) => `--code-${one}`);
const BEHIND = [
  ...["background", "active", "selection", "match"].map((one) => `--code-${one}`),
  ...["left", "left-strong", "right", "right-strong"].map((one) => `--diff-${one}`),
];

describe.each(["light", "dark"])("in %s", (scheme) => {
  it("program text can be read upon each", () => {
    const colours = coloursOf(scheme);
    const of = (name: string) => colours.get(name) ?? expect.fail(`no colour ${name}`);
    const faint = WORDS.flatMap((word) => BEHIND.map((behind) => ({ word, behind, ratio: contrast(of(word), of(behind)) })));
    expect(faint.filter(({ ratio }) => ratio < CONTRAST_MIN)).toEqual([]);
  });
});
