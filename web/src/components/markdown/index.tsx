// The parser comes when a page first shows a statement; KaTeX, which is larger than it, with the first formula.

import { lazyPart } from "@/components/lazy_part";
import { Loading } from "@/components/states";

import type { MarkdownProps } from "./Markdown";

const Plain = lazyPart<MarkdownProps>(() => import("./Markdown"), <Loading lines={5} />);
const WithMath = lazyPart<MarkdownProps>(() => import("./MathMarkdown"), <Loading lines={5} />);

export function Markdown(props: MarkdownProps) {
  const Shown = props.source.includes("$") ? WithMath : Plain;
  return <Shown {...props} />;
}
