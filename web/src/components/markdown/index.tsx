// The parser comes when a page first shows a statement; KaTeX, which is larger than it, with the first formula.

import { lazy, Suspense } from "react";

import { Loading } from "@/components/states";

import type { MarkdownProps } from "./Markdown";

const Lazy = lazy(() => import("./Markdown"));
const LazyMath = lazy(() => import("./MathMarkdown"));

export function Markdown(props: MarkdownProps) {
  const Shown = props.source.includes("$") ? LazyMath : Lazy;
  return (
    <Suspense fallback={<Loading lines={5} />}>
      <Shown {...props} />
    </Suspense>
  );
}
