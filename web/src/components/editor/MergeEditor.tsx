// Two programs side by side, on a phone in one column; what differs is marked. Read only.

import "./editor.css";

import { MergeView, unifiedMergeView } from "@codemirror/merge";
import { EditorState, type Extension } from "@codemirror/state";
import { EditorView, lineNumbers } from "@codemirror/view";
import { useEffect, useRef } from "react";

import { text } from "@/lib/text";

import { loadGrammar } from "./languages";
import { looks } from "./looks";

const COLLAPSED = { margin: 4, minSize: 8 };

interface MergeProps {
  left: string;
  right: string;
  language: string;
  labels: [string, string];
  oneColumn: boolean;
}

const sideOf = (doc: string, label: string, grammar: Extension) => ({
  doc,
  extensions: [
    lineNumbers(),
    EditorState.readOnly.of(true),
    EditorState.phrases.of(text.editor.phrases),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ tabindex: "0", "aria-label": label, "aria-readonly": "true" }),
    looks,
    grammar,
  ],
});

export default function MergeEditor({ left, right, language, labels, oneColumn }: MergeProps) {
  const place = useRef<HTMLDivElement>(null);
  const [leftLabel, rightLabel] = labels;
  useEffect(() => {
    let merge: MergeView | EditorView | null = null;
    let alive = true;
    // Without its colours the text is still compared.
    const coming = loadGrammar(language).catch(() => []);
    void coming.then((grammar) => {
      if (!alive || place.current === null) return;
      const parent = place.current;
      const later = sideOf(right, rightLabel, grammar);
      if (oneColumn) {
        // The lines of the earlier one that are no more stand above those that took their place.
        const both = unifiedMergeView({ original: left, mergeControls: false, collapseUnchanged: COLLAPSED });
        merge = new EditorView({ parent, doc: later.doc, extensions: [later.extensions, both] });
      } else {
        merge = new MergeView({ a: sideOf(left, leftLabel, grammar), b: later, parent, collapseUnchanged: COLLAPSED });
      }
    });
    return () => {
      alive = false;
      merge?.destroy();
    };
  }, [left, right, language, leftLabel, rightLabel, oneColumn]);
  return <div ref={place} className="merge-editor" />;
}
