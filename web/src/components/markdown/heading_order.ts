// Headings of a statement begin one below the page's own, whatever level its author began with, and never leave one out.

import type { Heading, Root } from "mdast";

export function headingOrder() {
  return (tree: Root): void => {
    const headings = tree.children.filter((node): node is Heading => node.type === "heading");
    const levels = [...new Set(headings.map(({ depth }) => depth))].sort();
    let last = 1;
    for (const heading of headings) {
      last = Math.min(levels.indexOf(heading.depth) + 2, last + 1, 6);
      heading.depth = last as Heading["depth"];
    }
  };
}
