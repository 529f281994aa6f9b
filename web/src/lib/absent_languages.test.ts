import { describe, expect, it } from "vitest";

import { missingLanguages } from "./absent_languages";

describe("missingLanguages", () => {
  it("names what no worker reported, and not what is not installed", () => {
    const languages = [
      { name: "Python", available: true },
      { name: "Go", available: false, reason: "no Go found; install it so that one of these exists: /usr/bin/go" },
      { name: "Java", available: false, reason: "no worker has reported this language" },
      { name: "C", available: false },
    ];
    expect(missingLanguages(languages)).toEqual(["Java", "C"]);
  });
});
