import { describe, expect, it } from "vitest";

import { withMarks } from "./unseen";

describe("withMarks", () => {
  it("shows carriage returns and nothing else", () => {
    expect(withMarks("1 2\r\n3\n\ra")).toBe("1 2␍\n3\n␍a");
    expect(withMarks("plain\n")).toBe("plain\n");
  });
});
