import { expect, it } from "vitest";

import { isolated } from "./bidi";

it("a right-to-left name is bounded in a sentence, and others stay as they are", () => {
  for (const name of ["Ada", "Zoë Ångström", "山田 太郎", "x² 😀", ""]) expect(isolated(name)).toBe(name);
  for (const name of ["مرحبا", "Ada אברהם", "a\u202eb", "\u{1e900}"]) expect(isolated(name)).toBe(`\u2068${name}\u2069`);
});
