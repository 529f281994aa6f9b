// Two programs side by side, what differs marked. Read only.

import "./editor.css";

import { MergeView } from "@codemirror/merge";
import { EditorState } from "@codemirror/state";
import { EditorView, lineNumbers } from "@codemirror/view";
import { useEffect, useRef } from "react";

import { text } from "@/lib/text";

import { loadGrammar } from "./languages";
import { looks } from "./looks";

interface MergeProps {
  left: string;
  right: string;
  language: string;
  labels: [string, string];
}

export default function MergeEditor({ left, right, language, labels }: MergeProps) {
  const place = useRef<HTMLDivElement>(null);
  const [leftLabel, rightLabel] = labels;
  useEffect(() => {
    let merge: MergeView | null = null;
    let alive = true;
    // Without its colours the text is still compared.
    const coming = loadGrammar(language).catch(() => []);
    void coming.then((grammar) => {
      if (!alive || place.current === null) return;
      const side = (doc: string, label: string) => ({
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
      merge = new MergeView({
        a: side(left, leftLabel),
        b: side(right, rightLabel),
        parent: place.current,
        collapseUnchanged: { margin: 4, minSize: 8 },
      });
    });
    return () => {
      alive = false;
      merge?.destroy();
    };
  }, [left, right, language, leftLabel, rightLabel]);
  return <div ref={place} className="merge-editor" />;
}
