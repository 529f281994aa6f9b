// HTML in a statement is shown as the text it is: "<n>" between two words is far more often a name in angle brackets than
// HTML, and the sanitiser would drop it without a word. A comment stays unseen, and <br> ends a line.

import type { Break, Html, Nodes, Paragraph, Root, Text } from "mdast";

const COMMENT = /^<!--[\s\S]*?-->\s*$/;
const LINE_END = /^<br\s*\/?>$/i;

function shown({ value }: Html): Text | Break | null {
  if (COMMENT.test(value)) return null;
  return LINE_END.test(value) ? { type: "break" } : { type: "text", value };
}

function paragraphOf(node: Text | Break): Paragraph {
  return { type: "paragraph", children: [node] };
}

export function htmlAsText() {
  const walk = (node: Nodes): void => {
    if (!("children" in node)) return;
    const holdsBlocks = node.type === "root" || node.type === "blockquote" || node.type === "listItem" || node.type === "footnoteDefinition";
    node.children = node.children.flatMap((child) => {
      if (child.type !== "html") return [child];
      const text = shown(child);
      if (text === null) return [];
      return [holdsBlocks ? paragraphOf(text) : text];
    });
    node.children.forEach(walk);
  };
  return (tree: Root): void => walk(tree);
}
