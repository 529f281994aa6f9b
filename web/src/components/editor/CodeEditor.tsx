// CodeMirror as a component. The text lives in the editor; the parent hears of changes and sets it by a new `document`.

import "./editor.css";

import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { bracketMatching, indentOnInput, indentUnit } from "@codemirror/language";
import { lintGutter, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState, type Extension } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers } from "@codemirror/view";
import { useEffect, useImperativeHandle, useRef, type Ref } from "react";

import type { Diagnostic } from "@/lib/diagnostics";
import { text } from "@/lib/text";

import { indentOf, loadGrammar } from "./languages";
import { looks } from "./looks";

export interface EditorHandle {
  /** Puts the cursor there and shows it. From 1. */
  goTo: (line: number, column?: number) => void;
  focus: () => void;
}

export interface EditorProps {
  /** The text of the editor; another `name` means another text, and the history of changes starts again. */
  document: { name: string; text: string };
  language: string;
  label: string;
  describedBy?: string | undefined;
  readOnly?: boolean;
  /** Control or Command with Enter. */
  onSubmit?: (() => void) | undefined;
  /** Control or Command with an apostrophe. */
  onRun?: (() => void) | undefined;
  onChange?: ((text: string) => void) | undefined;
  diagnostics?: Diagnostic[];
  ref?: Ref<EditorHandle>;
}

const NONE: Diagnostic[] = [];

function showDiagnostics(view: EditorView, diagnostics: Diagnostic[]): void {
  const { doc } = view.state;
  const marks = diagnostics
    .filter(({ line }) => line >= 1 && line <= doc.lines)
    .map(({ line, column, severity, message }) => {
      const at = doc.line(line);
      const from = Math.min(at.from + Math.max(0, (column ?? 1) - 1), at.to);
      return { from, to: at.to, severity, message };
    });
  view.dispatch(setDiagnostics(view.state, marks));
}

export default function CodeEditor(props: EditorProps) {
  const { document, language, label, describedBy, readOnly = false, diagnostics = NONE, ref } = props;
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const grammar = useRef(new Compartment());
  // The editor is made once a document; what it calls is always the newest.
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });

  // Typed text outlives the editor: a tab that is hidden may take it down, and make it again when it is shown.
  const typed = useRef<{ name: string; text: string } | null>(null);

  useEffect(() => {
    if (place.current === null) return;
    const submitKeys = [
      { key: "Mod-Enter", run: () => (latest.current.onSubmit?.(), latest.current.onSubmit !== undefined), preventDefault: true },
      { key: "Mod-'", run: () => (latest.current.onRun?.(), latest.current.onRun !== undefined), preventDefault: true },
    ];
    const writing: Extension = readOnly
      ? [EditorState.readOnly.of(true), EditorView.editable.of(true)]
      : [
          history(),
          indentOnInput(),
          closeBrackets(),
          autocompletion(),
          highlightActiveLine(),
          highlightActiveLineGutter(),
          lintGutter(),
          keymap.of([...submitKeys, ...closeBracketsKeymap, ...historyKeymap, ...completionKeymap, indentWithTab]),
          EditorView.updateListener.of((update) => {
            if (!update.docChanged) return;
            const changed = update.state.doc.toString();
            typed.current = { name: document.name, text: changed };
            latest.current.onChange?.(changed);
          }),
        ];
    const made = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: typed.current?.name === document.name ? typed.current.text : document.text,
        extensions: [
          lineNumbers(),
          drawSelection(),
          bracketMatching(),
          highlightSelectionMatches(),
          indentUnit.of(indentOf(language)),
          EditorState.tabSize.of(4),
          EditorState.phrases.of(text.editor.phrases),
          keymap.of([...defaultKeymap.filter((binding) => binding.key !== "Mod-Enter"), ...searchKeymap]),
          EditorView.contentAttributes.of({ tabindex: "0", "aria-label": label, ...(describedBy ? { "aria-describedby": describedBy } : {}) }),
          writing,
          looks,
          grammar.current.of([]),
        ],
      }),
    });
    view.current = made;
    // Below the fold it would measure nothing, take each line for 14 pixels high and put the numbers there. A place to
    // scroll to makes it measure; the one where it is moves nothing.
    if (made.dom.getClientRects().length > 0) made.dispatch({ effects: made.scrollSnapshot() });
    let alive = true;
    void loadGrammar(language).then(
      (extension) => {
        if (alive) made.dispatch({ effects: grammar.current.reconfigure(extension) });
      },
      // Then there are no colours.
      () => undefined,
    );
    return () => {
      alive = false;
      view.current = null;
      made.destroy();
    };
    // The document's name stands for its text.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [document.name, language, label, describedBy, readOnly]);

  useEffect(() => {
    if (view.current !== null) showDiagnostics(view.current, diagnostics);
  }, [diagnostics, document.name, language]);

  useImperativeHandle(ref, () => ({
    goTo(line, column = 1) {
      const editor = view.current;
      if (editor === null) return;
      const at = editor.state.doc.line(Math.min(Math.max(1, line), editor.state.doc.lines));
      const anchor = Math.min(at.from + Math.max(0, column - 1), at.to);
      editor.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: "center" }) });
      editor.focus();
    },
    focus() {
      view.current?.focus();
    },
  }));

  return <div ref={place} className="code-place" />;
}
