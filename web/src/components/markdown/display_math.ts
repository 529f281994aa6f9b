// `$$...$$` alone in its paragraph is a formula on its own line, also when it is written in one line.

import type { Paragraph, Root } from "mdast";
import type { VFile } from "vfile";

function formulaOf(paragraph: Paragraph, source: string): string | null {
  const [only, ...others] = paragraph.children;
  if (only?.type !== "inlineMath" || others.length > 0 || only.position?.start.offset === undefined) return null;
  return source.startsWith("$$", only.position.start.offset) ? only.value : null;
}

export function displayMath() {
  return (tree: Root, file: VFile): void => {
    const source = String(file);
    tree.children = tree.children.map((node) => {
      const value = node.type === "paragraph" ? formulaOf(node, source) : null;
      if (value === null) return node;
      const code = {
        type: "element" as const,
        tagName: "code",
        properties: { className: ["language-math", "math-display"] },
        children: [{ type: "text" as const, value }],
      };
      return { type: "math", value, data: { hName: "pre", hChildren: [code] } };
    });
  };
}
