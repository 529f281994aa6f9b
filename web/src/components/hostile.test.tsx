// Text by strangers stays text: statements, program output, compiler messages, names.

import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import type { ReactNode } from "react";
import { describe, expect, it } from "vitest";

import { DiffView } from "./DiffView";
import Markdown from "./markdown/MathMarkdown";
import { CompilerOutput } from "./verdict/CompilerOutput";
import { TestDetail } from "./verdict/TestDetail";

const show = (children: ReactNode) =>
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={new QueryClient()}>{children}</QueryClientProvider>
    </MantineProvider>,
  ).container;

const MARKUP = [
  "<script>window.broken = true</script>",
  '<img src=x onerror="window.broken = true">',
  "<svg onload=alert(1)>",
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  "<style>*{display:none}</style>",
  '"><b onmouseover=alert(1)>',
];
const bad = "script, iframe, object, embed, form, svg[onload], [onerror], [onload], [onclick], [onmouseover], [srcdoc]";

describe("a statement", () => {
  it("shows HTML as the text it is", () => {
    for (const markup of MARKUP) {
      const place = show(<Markdown source={`before ${markup} after\n\n${markup}`} />);
      expect(place.querySelector(bad)).toBeNull();
      expect(place.querySelector("style:not([data-mantine-styles])")).toBeNull();
      expect(place.textContent.split(markup)).toHaveLength(3);
    }
  });
  it("gives each block the direction of its own letters, and code none", () => {
    const place = show(<Markdown source={"## مرحبا\n\nمرحبا `x`\n\n- مرحبا\n\n  again\n\n> مرحبا\n\n| مرحبا |\n|---|\n| x |\n\n```\ncode\n```\n"} />);
    const directed = [...place.querySelectorAll("[dir=auto]")].map(({ tagName }) => tagName);
    expect(directed).toEqual(["H2", "P", "LI", "BLOCKQUOTE", "TH", "TD"]);
    expect(place.querySelector("pre")?.closest("[dir]")).toBeNull();
  });
  it("loses no name in angle brackets, and shows no comment", () => {
    const source = "Print <n> and <m>.\n\n<value>\n\n- `<a>` is <b>\n\n> <c>\n\none<br>two <!-- unseen -->\n\n<!-- unseen\n\nalso unseen -->\n";
    const place = show(<Markdown source={source} />);
    for (const words of ["Print <n> and <m>.", "<value>", "<a> is <b>", "<c>"]) expect(place.textContent).toContain(words);
    expect(place.querySelectorAll("br")).toHaveLength(1);
    expect(place.textContent).not.toContain("unseen");
  });
  it("has no address that runs", () => {
    const addresses = ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,<script>alert(1)</script>", "vbscript:x", "java\tscript:alert(1)"];
    for (const address of addresses) {
      const place = show(<Markdown source={`[a](${address}) ![b](${address}) <${address}>`} problemId={"1".repeat(24)} />);
      for (const element of place.querySelectorAll("[href], [src]")) {
        const value = element.getAttribute("href") ?? element.getAttribute("src") ?? "";
        expect(value).not.toMatch(/^\s*(?:java\s*script|vbscript|data):/i);
      }
    }
  });
  it("loads no picture from elsewhere, and none without a problem", () => {
    const place = show(<Markdown source={"![spy](https://evil.example/x.png) ![up](../../auth/user/me) ![own](figure.png)"} problemId={"1".repeat(24)} />);
    expect(place.querySelector("img")).toBeNull();
  });
  it("has headings in order, whatever its author began with", () => {
    const levels = (source: string) => [...show(<Markdown source={source} />).querySelectorAll("h1,h2,h3,h4,h5,h6")].map(({ tagName }) => tagName);
    expect(levels("## A\n\n## B\n\n#### C")).toEqual(["H2", "H2", "H3"]);
    expect(levels("### A\n\n# B\n\n## C\n\n### D")).toEqual(["H2", "H2", "H3", "H4"]);
  });
  it("keeps a formula and what touches it in one line", () => {
    // jsdom breaks no lines: a word joiner is what forbids the break.
    const words = (source: string) =>
      [...show(<Markdown source={source} />).querySelectorAll("p")].map((p) => [...p.childNodes].map((node) => (node.nodeType === Node.TEXT_NODE ? node.textContent : "F")).join(""));
    expect(words("so ($n$), the $i$-th of $k$ numbers\n\n- ($m$)\n\n  $m$.")).toEqual(["so (\u2060F\u2060), the F\u2060-th of F numbers", "(\u2060F\u2060)", "F\u2060."]);
  });
  it("lays out formulas, and gives them no commands that reach out", () => {
    expect(show(<Markdown source={"$a^2$ and\n\n$$\\sum_i i$$"} />).querySelectorAll(".katex")).toHaveLength(2);
    const sources = ["\\href{javascript:alert(1)}{x}", "\\url{javascript:alert(1)}", "\\includegraphics{https://evil.example/x}", "\\htmlClass{x}{y}", "\\htmlStyle{position:fixed}{y}"];
    for (const source of sources) {
      const place = show(<Markdown source={`$${source}$`} />);
      expect(place.querySelector("a, img")).toBeNull();
      expect(place.querySelector("[style*=fixed]")).toBeNull();
    }
  });
  it("ends soon with a formula that grows without end", () => {
    const growing = "$\\def\\a{\\a\\a}\\a$ and $\\def\\b#1{#1#1#1#1#1#1#1#1}\\b{\\b{\\b{\\b{\\b{\\b{x}}}}}}$";
    expect(show(<Markdown source={growing} />).textContent).toContain("and");
  });
});

describe("output of programs and compilers", () => {
  it("stays text in a difference, with its control characters", () => {
    for (const markup of MARKUP) {
      const place = show(<DiffView left={`${markup}\u0000\u202e`} right="1" labels={["Expected", "Your output"]} />);
      expect(place.querySelector(bad)).toBeNull();
      expect(place.textContent).toContain(markup);
    }
  });
  it("stays text in compiler output, and a line of it leads to the program", () => {
    const lines: number[] = [];
    const place = show(<CompilerOutput output={`main.cpp:7:2: error: ${MARKUP.join(" ")}`} goTo={(line) => lines.push(line)} />);
    expect(place.querySelector(bad)).toBeNull();
    screen.getByRole("button").click();
    expect(lines).toEqual([7]);
  });
  it("stays hidden where the server hides it", () => {
    const hidden = { index: 3, status: "WA", timeMs: 1, wallMs: 1, memoryKb: 1, weight: 1, visibility: "private", input: "", expected: "", output: "", truncated: false, message: "" } as const;
    const place = show(<TestDetail test={hidden} running={false} />);
    expect(place.querySelector("pre")).toBeNull();
    expect(place.textContent).toContain("Private test");
  });
});
