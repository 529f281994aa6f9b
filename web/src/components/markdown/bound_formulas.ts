// No line breaks between a formula and text that touches it: "(1 ≤ n)." stays in one piece, and so does "n-th".

import type { Nodes, Root, RootContent } from "mdast";

const WORD_JOINER = "\u2060";

function bind(nodes: RootContent[]): void {
  nodes.forEach((node, i) => {
    if (node.type !== "inlineMath") return;
    const [before, after] = [nodes[i - 1], nodes[i + 1]];
    if (before?.type === "text" && /\S$/.test(before.value)) before.value += WORD_JOINER;
    if (after?.type === "text" && /^\S/.test(after.value)) after.value = WORD_JOINER + after.value;
  });
}

export function boundFormulas() {
  const walk = (node: Nodes): void => {
    if (!("children" in node)) return;
    bind(node.children as RootContent[]);
    node.children.forEach(walk);
  };
  return (tree: Root): void => walk(tree);
}
