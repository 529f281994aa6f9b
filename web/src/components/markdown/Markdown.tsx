// A statement may contain only what the sanitiser knows; HTML in it becomes text before (html_as_text.ts). Formulas are laid out
// after sanitising (MathMarkdown.tsx).

import ReactMarkdown, { type Components, type Options } from "react-markdown";
import rehypeSanitize from "rehype-sanitize";
import remarkGfm from "remark-gfm";

import { text } from "@/lib/text";

import { headingOrder } from "./heading_order";
import { htmlAsText } from "./html_as_text";
import styles from "./Markdown.module.css";
import { ownDirection } from "./own_direction";
import { StatementImage } from "./StatementImage";

type Plugins = NonNullable<Options["remarkPlugins"]>;

export interface MarkdownProps {
  source: string;
  problemId?: string;
}

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

/** `before` and `after`: what formulas need before and after sanitising. */
export default function Markdown({ source, problemId, before = [], after = [] }: MarkdownProps & { before?: Plugins; after?: Plugins }) {
  return (
    <div className={styles.markdown}>
      <ReactMarkdown
        remarkPlugins={[remarkGfm, ...before, headingOrder, htmlAsText]}
        rehypePlugins={[rehypeSanitize, ownDirection, ...after]}
        remarkRehypeOptions={{ footnoteLabel: text.editor.footnotes, footnoteBackLabel: (n) => text.editor.backTo(n + 1) }}
        components={componentsFor(problemId)}
      >
        {source}
      </ReactMarkdown>
    </div>
  );
}
