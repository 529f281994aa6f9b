// The grammars, each loaded when a program of its language is first shown. A language without one is plain text.

import type { Extension } from "@codemirror/state";

interface Grammar {
  load: () => Promise<Extension>;
  /** The text that one step of indenting inserts. */
  indent: string;
}

const cpp: Grammar = { load: async () => (await import("@codemirror/lang-cpp")).cpp(), indent: "    " };

const GRAMMARS: Record<string, Grammar> = {
  javascript: { load: async () => (await import("@codemirror/lang-javascript")).javascript(), indent: "  " },
  typescript: { load: async () => (await import("@codemirror/lang-javascript")).javascript({ typescript: true }), indent: "  " },
  python: { load: async () => (await import("@codemirror/lang-python")).python(), indent: "    " },
  java: { load: async () => (await import("@codemirror/lang-java")).java(), indent: "    " },
  go: { load: async () => (await import("@codemirror/lang-go")).go(), indent: "\t" },
  cpp,
  c: cpp,
};

export const indentOf = (language: string): string => GRAMMARS[language]?.indent ?? "    ";
export const loadGrammar = async (language: string): Promise<Extension> => (await GRAMMARS[language]?.load()) ?? [];
