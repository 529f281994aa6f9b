import { expect, it } from "vitest";

import { freeName } from "./SolutionEditor";

it("a new solution begins with a name that none has", () => {
  expect(freeName("solution.py", ["slow.py"])).toBe("solution.py");
  expect(freeName("solution.py", ["solution.py", "solution2.py"])).toBe("solution3.py");
});
