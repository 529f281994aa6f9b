import { describe, expect, it } from "vitest";

import { glimpse } from "./glimpse";

describe("a glimpse of a program", () => {
  it.each([
    ["python", "\n# a comment\n\n    print(1)\nprint(2)\n", "print(1)"],
    ["c", "// one\n#include <stdio.h>\n", "#include <stdio.h>"],
    ["cpp", "/* a\n * b\n */\n\nint main() {}\n", "int main() {}"],
    ["java", "/** a */\n/* b */ // c\nclass Main {}\n", "class Main {}"],
    ["go", "/* a */ package main\n", "/* a */ package main"],
    ["javascript", "/*\nx */ let a = 1;\nlet b;\n", "x */ let a = 1;"],
    ["python", "# nothing else\n", "# nothing else"],
    ["python", " \n\n", ""],
  ])("in %s is the first line that says something: %j", (language, code, expected) => {
    expect(glimpse(code, language)).toBe(expected);
  });
  it("is of one row, however long", () => {
    expect(glimpse("x".repeat(1_000_000), "c")).toHaveLength(200);
  });
});
