import { describe, expect, it } from "vitest";

import { isRight } from "./compare";

describe("isRight", () => {
  it("compares as each checker does", () => {
    const cases: [Parameters<typeof isRight>[0], string, string, boolean][] = [
      [{ type: "trim" }, "1 \n2\n\n", "\n1\n2", true],
      [{ type: "trim" }, "1  2", "1 2", false],
      [{ type: "trim" }, "Yes", "yes", false],
      [{ type: "trim", ignoreCase: true }, "YES\n", "yes", true],
      [{ type: "trim", ignoreCase: true }, "É", "é", false],
      [{ type: "trim" }, "", "\n", true],
      [{ type: "lines" }, "1  2\n3", " 1 2 \n3\n\n", true],
      [{ type: "lines" }, "1\n2", "1 2", false],
      [{ type: "tokens" }, "1\n2", "1 2", true],
      [{ type: "tokens" }, "1 2", "1 2 3", false],
      [{ type: "exact" }, "1\n", "1", false],
      [{ type: "float" }, "1.0", "1.0000005", true],
      [{ type: "float" }, "1.0", "1.1", false],
      [{ type: "float", absoluteTolerance: 0.2 }, "1.0", "1.1", true],
      [{ type: "float", relativeTolerance: 0.2 }, "100", "1e2", true],
      [{ type: "float" }, "ok", "OK", false],
      [{ type: "float" }, "1", "nan", false],
      [{ type: "float", spaceSensitive: true }, "1 2", "1.0 2.0", true],
      [{ type: "float", spaceSensitive: true }, "1 2", "1  2", false],
    ];
    for (const [checker, expected, found, right] of cases) {
      expect([checker, expected, found, isRight(checker, expected, found)]).toEqual([checker, expected, found, right]);
    }
  });
});
