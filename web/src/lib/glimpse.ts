// One row of a program, by which its author knows it again.

const CHARACTERS_MAX = 200;

/** The first line that says something: neither blank nor a comment, if there is one. Indentation is left out. */
export function glimpse(code: string, language: string): string {
  const lines = code
    .slice(0, 100_000)
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  let inComment = false;
  const isComment = (line: string): boolean => {
    if (language === "python") return line.startsWith("#");
    let rest = line;
    while (inComment || rest.startsWith("/*")) {
      const end = rest.indexOf("*/", inComment ? 0 : 2);
      inComment = end < 0;
      if (inComment) return true;
      rest = rest.slice(end + 2).trimStart();
    }
    return rest === "" || rest.startsWith("//");
  };
  return (lines.find((line) => !isComment(line)) ?? lines[0] ?? "").slice(0, CHARACTERS_MAX);
}
