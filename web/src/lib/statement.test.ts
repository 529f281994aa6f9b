import { describe, expect, it } from "vitest";

import { inReadersLanguage } from "./statement";

const problem = {
  title: "Hello",
  description: "Print hello.",
  language: "en",
  translations: [
    { language: "de", title: "Hallo", description: "Gib Hallo aus." },
    { language: "pt-BR", title: "Oi", description: "" },
  ],
};

describe("inReadersLanguage", () => {
  it.each([
    ["en", "Hello"],
    ["de", "Hallo"],
    ["de-AT", "Hallo"],
    ["pt", "Oi"],
    ["fr", "Hello"],
  ])("shows to who reads %s the title %s", (wanted, title) => expect(inReadersLanguage(problem, wanted).title).toBe(title));
  it("keeps a problem without translations as it is", () => {
    expect(inReadersLanguage({ ...problem, language: "", translations: [] }, "de")).toMatchObject({ title: "Hello", language: "" });
  });
});
