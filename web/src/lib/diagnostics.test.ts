import { describe, expect, it } from "vitest";

import { findDiagnostics } from "./diagnostics";

// Output of the tools of the six languages, as the server passes it on.
const said = {
  cpp: "main.cpp: In function 'int main()':\nmain.cpp:3:10: error: 'x' was not declared in this scope\n    3 |   return x;\n      |          ^\nmain.cpp:2:1: note: here\n",
  java: "Main.java:3: error: ';' expected\n    int x = 1\n             ^\n1 error\n",
  go: "# command-line-arguments\n./main.go:5:2: undefined: fmt\n",
  python: '  File "main.py", line 2\n    print(\n         ^\nSyntaxError: \'(\' was never closed\n',
  node: "/code/main.js:2\nlet let = 1;\n    ^^^\n\nSyntaxError: let is disallowed as a lexically bound name\n",
  nodeCheck: "[/code/main.js:2\nconst const = 2;\n      ^^^^^\n\nSyntaxError: Unexpected token 'const']\n\nNode.js v20.20.2\n",
};

describe("findDiagnostics", () => {
  it("reads g++ and gcc, and leaves notes out", () => {
    expect(findDiagnostics(said.cpp)).toEqual([
      { line: 3, column: 10, severity: "error", message: "'x' was not declared in this scope", outputLine: 1 },
    ]);
    expect(findDiagnostics("main.c:1:2: warning: unused")[0]?.severity).toBe("warning");
    expect(findDiagnostics("main.cpp:1:10: fatal error: nothere.h: No such file or directory")[0]?.line).toBe(1);
  });
  it("reads javac, with the column of its caret", () => {
    expect(findDiagnostics(said.java)).toEqual([{ line: 3, column: 14, severity: "error", message: "';' expected", outputLine: 0 }]);
  });
  it("reads go", () => {
    expect(findDiagnostics(said.go)[0]).toMatchObject({ line: 5, column: 2, message: "undefined: fmt" });
  });
  it("reads Python and Node.js, with the sentence at their end", () => {
    expect(findDiagnostics(said.python)[0]).toMatchObject({ line: 2, message: "SyntaxError: '(' was never closed" });
    expect(findDiagnostics(said.node)[0]).toMatchObject({ line: 2, message: "SyntaxError: let is disallowed as a lexically bound name" });
    expect(findDiagnostics(said.nodeCheck)[0]).toMatchObject({ line: 2, message: "SyntaxError: Unexpected token 'const'" });
  });
  it("finds nothing in other words, and no more than a hundred in many", () => {
    expect(findDiagnostics("stdlib.h:3:4: error: elsewhere\nhello\n")).toEqual([]);
    expect(findDiagnostics("main.cpp:1:1: error: x\n".repeat(500))).toHaveLength(100);
  });
});
