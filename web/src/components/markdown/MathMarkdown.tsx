// Markdown with formulas, laid out by KaTeX, which is not allowed to make links, classes or commands of its own.

import "katex/dist/katex.min.css";

import rehypeKatex from "rehype-katex";
import remarkMath from "remark-math";

import { boundFormulas } from "./bound_formulas";
import { displayMath } from "./display_math";
import Markdown, { type MarkdownProps } from "./Markdown";

const katexOptions = { trust: false, strict: "ignore", maxExpand: 300, maxSize: 20, throwOnError: false, errorColor: "currentColor" } as const;

export default function MathMarkdown(props: MarkdownProps) {
  return <Markdown {...props} before={[remarkMath, displayMath, boundFormulas]} after={[[rehypeKatex, katexOptions]]} />;
}
