// The editor is large: it comes when a page first shows it.

import { lazyPart } from "@/components/lazy_part";
import { Loading } from "@/components/states";

import type { EditorProps } from "./CodeEditor";

export type { EditorHandle } from "./CodeEditor";

interface MergeProps {
  left: string;
  right: string;
  language: string;
  labels: [string, string];
  oneColumn: boolean;
}

export const CodeEditor = lazyPart<EditorProps>(() => import("./CodeEditor"), <Loading />);
export const MergeEditor = lazyPart<MergeProps>(() => import("./MergeEditor"), <Loading />);
