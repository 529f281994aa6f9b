// The editor is large: it comes when a page first shows it.

import { lazy, Suspense } from "react";

import { Loading } from "@/components/states";

import type { EditorProps } from "./CodeEditor";

export type { EditorHandle } from "./CodeEditor";

const Lazy = lazy(() => import("./CodeEditor"));

export function CodeEditor(props: EditorProps) {
  return (
    <Suspense fallback={<Loading />}>
      <Lazy {...props} />
    </Suspense>
  );
}

const LazyMerge = lazy(() => import("./MergeEditor"));

export function MergeEditor(props: { left: string; right: string; language: string; labels: [string, string] }) {
  return (
    <Suspense fallback={<Loading />}>
      <LazyMerge {...props} />
    </Suspense>
  );
}
