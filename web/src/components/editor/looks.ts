// The editor's colours, all by CSS variables: so that light and dark switch without the editor knowing.

import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags as t } from "@lezer/highlight";

const frame = EditorView.theme({
  "&": { height: "100%", color: "var(--mantine-color-text)", backgroundColor: "var(--code-background)", fontSize: "var(--code-size, 14px)" },
  // The frame around shows the focus: the gutter would cover half of an outline.
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--mantine-font-family-monospace)", lineHeight: "1.6", fontVariantLigatures: "none" },
  ".cm-content": { caretColor: "var(--mantine-color-text)", padding: "10px 0" },
  ".cm-cursor": { borderLeftColor: "var(--mantine-color-text)", borderLeftWidth: "2px" },
  ".cm-gutters": { backgroundColor: "var(--code-background)", color: "var(--mantine-color-dimmed)", border: "none" },
  ".cm-lineNumbers .cm-gutterElement": { padding: "0 10px 0 14px", minWidth: "44px" },
  ".cm-activeLine": { backgroundColor: "var(--code-active)" },
  ".cm-activeLineGutter": { backgroundColor: "var(--code-active)", color: "var(--mantine-color-text)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "var(--code-selection)",
  },
  ".cm-selectionMatch": { backgroundColor: "var(--code-match)" },
  ".cm-matchingBracket, &.cm-focused .cm-matchingBracket": { backgroundColor: "var(--code-match)", outline: "1px solid var(--line)" },
  ".cm-tooltip, .cm-panels": {
    backgroundColor: "var(--mantine-color-body)",
    color: "var(--mantine-color-text)",
    border: "1px solid var(--line)",
    borderRadius: "8px",
  },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--open-soft)", color: "var(--mantine-color-text)" },
  ".cm-panel.cm-search": { padding: "8px 10px", fontFamily: "var(--mantine-font-family)", fontSize: "13px" },
  ".cm-panel.cm-search label": { color: "var(--mantine-color-text)" },
  ".cm-textfield": {
    color: "var(--mantine-color-text)",
    backgroundColor: "var(--code-background)",
    border: "1px solid var(--mantine-color-default-border)",
    borderRadius: "6px",
    padding: "3px 7px",
  },
  ".cm-textfield::placeholder": { color: "var(--mantine-color-placeholder)" },
  ".cm-button": {
    color: "var(--mantine-color-text)",
    background: "var(--surface-strong)",
    border: "1px solid var(--mantine-color-default-border)",
    borderRadius: "6px",
    padding: "3px 9px",
  },
  ".cm-button:hover": { borderColor: "var(--open-strong)" },
  ".cm-panel.cm-search [name=close]": { color: "var(--mantine-color-text)", padding: "0 6px" },
  ".cm-searchMatch": { backgroundColor: "var(--code-match)", outline: "1px solid var(--open-strong)" },
  ".cm-searchMatch.cm-searchMatch-selected": { backgroundColor: "var(--code-selection)" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--bad-strong)" },
});

const words = HighlightStyle.define([
  { tag: [t.keyword, t.modifier, t.operatorKeyword, t.controlKeyword, t.definitionKeyword, t.moduleKeyword], color: "var(--code-keyword)" },
  { tag: [t.string, t.special(t.string), t.character, t.regexp], color: "var(--code-string)" },
  { tag: [t.number, t.bool, t.null, t.atom, t.self], color: "var(--code-number)" },
  { tag: [t.comment, t.lineComment, t.blockComment], color: "var(--code-comment)", fontStyle: "italic" },
  { tag: [t.typeName, t.className, t.namespace, t.standard(t.typeName)], color: "var(--code-type)" },
  { tag: [t.function(t.variableName), t.function(t.propertyName), t.definition(t.function(t.variableName))], color: "var(--code-function)" },
  { tag: [t.meta, t.processingInstruction, t.annotation], color: "var(--code-comment)" },
]);

export const looks = [frame, syntaxHighlighting(words)];
