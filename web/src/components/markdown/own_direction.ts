// A paragraph of a right-to-left script begins at the right, one of another script beside it at the left: each block takes
// its direction from its first letter. Blocks within it, such as the paragraphs of a list item, follow it. Code has none.

import type { Element, Root } from "hast";

const BLOCKS = new Set(["p", "li", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "th", "td"]);

function direct(children: Root["children"] | Element["children"]): void {
  for (const node of children) {
    if (node.type !== "element") continue;
    if (BLOCKS.has(node.tagName)) node.properties.dir = "auto";
    else direct(node.children);
  }
}

/** After sanitising, which takes the direction away. */
export function ownDirection() {
  return (tree: Root): void => direct(tree.children);
}
