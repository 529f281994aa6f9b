// What a statement may contain is what the sanitiser knows: HTML in it is shown as the text it is, and a formula is laid out
// after sanitising, by KaTeX, which is not allowed to make links, classes or commands of its own.

import "katex/dist/katex.min.css";

import ReactMarkdown, { type Components } from "react-markdown";
import rehypeKatex from "rehype-katex";
import rehypeSanitize from "rehype-sanitize";
import remarkGfm from "remark-gfm";
import remarkMath from "remark-math";

import { text } from "@/lib/text";

import { displayMath } from "./display_math";
import { headingOrder } from "./heading_order";
import styles from "./Markdown.module.css";
import { StatementImage } from "./StatementImage";

const katexOptions = { trust: false, strict: "ignore", maxExpand: 300, maxSize: 20, throwOnError: false, errorColor: "currentColor" } as const;

function componentsFor(problemId: string | undefined): Components {
  return {
    a: ({ href, children }) => (
      <a href={href} target="_blank" rel="noreferrer noopener nofollow">
        {children}
      </a>
    ),
    img: ({ src, alt }) => <StatementImage source={typeof src === "string" ? src : ""} alt={alt ?? ""} problemId={problemId} />,
    input: ({ checked }) => (
      <input type="checkbox" disabled checked={checked ?? false} aria-label={checked ? text.general.done : text.general.notDone} />
    ),
    table: ({ children }) => (
      <div className={styles.tableFrame}>
        <table>{children}</table>
      </div>
    ),
  };
}

export default function Markdown({ source, problemId }: { source: string; problemId?: string }) {
  return (
    <div className={styles.markdown}>
      <ReactMarkdown
        remarkPlugins={[remarkGfm, remarkMath, displayMath, headingOrder]}
        rehypePlugins={[rehypeSanitize, [rehypeKatex, katexOptions]]}
        components={componentsFor(problemId)}
      >
        {source}
      </ReactMarkdown>
    </div>
  );
}
