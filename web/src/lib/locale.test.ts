import { beforeEach, describe, expect, it, vi } from "vitest";

import { chooseLocale } from "./locale";

describe("the language", () => {
  it("is the one chosen here, else the first that the browser asks for and we have, else English", () => {
    expect(chooseLocale("de", ["en-GB"])).toBe("de");
    expect(chooseLocale("xx", ["fr", "de-AT", "en"])).toBe("de");
    expect(chooseLocale(null, ["EN-us", "de"])).toBe("en");
    expect(chooseLocale(null, ["fr", "it"])).toBe("en");
    expect(chooseLocale(null, [])).toBe("en");
  });
});

describe("figures in German", () => {
  beforeEach(() => {
    vi.resetModules();
    localStorage.setItem("autograder.locale", "de");
  });
  it("have a comma, and dates their German form", async () => {
    const { loadWords } = await import("./text");
    await loadWords();
    const format = await import("./format");
    expect([1240, 12_345].map(format.milliseconds)).toEqual(["1,24 s", "12,3 s"]);
    expect(format.kilobytes(1536)).toBe("1,5 MB");
    expect(format.score(33.333)).toBe("33,33");
    const { number, tiny } = await import("./locale");
    expect([number(1001), tiny(0.001), tiny(1e-9), tiny(2)]).toEqual(["1.001", "0,001", "0,000000001", "2"]);
    const now = Date.parse("2026-03-01T12:00:00.000Z");
    expect(format.ago("2026-03-01T11:59:40.000Z", now)).toBe("gerade eben");
    expect(format.ago("2026-03-01T11:57:00.000Z", now)).toBe("vor 3 Minuten");
    expect(format.ago("2026-02-28T11:00:00.000Z", now)).toBe("gestern");
    expect(format.ago("2025-12-01T11:00:00.000Z", now)).toBe("1. Dez. 2025");
  });
});
