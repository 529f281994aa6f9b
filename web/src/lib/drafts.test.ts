import { describe, expect, it } from "vitest";

import { dropDraft, lastLanguage, loadDraft, rememberLanguage, saveDraft } from "./drafts";

describe("drafts", () => {
  it("keeps one a problem and language", () => {
    saveDraft("p1", "python", "print(1)");
    saveDraft("p1", "cpp", "int main() {}");
    saveDraft("p2", "python", "print(2)");
    expect(loadDraft("p1", "python")).toBe("print(1)");
    expect(loadDraft("p1", "cpp")).toBe("int main() {}");
    expect(loadDraft("p2", "python")).toBe("print(2)");
    expect(loadDraft("p3", "python")).toBeNull();
    dropDraft("p1", "python");
    expect(loadDraft("p1", "python")).toBeNull();
  });
  it("keeps an emptied editor empty", () => {
    saveDraft("p1", "python", "");
    expect(loadDraft("p1", "python")).toBe("");
  });
  it("keeps two hundred, the newest", () => {
    for (let i = 0; i < 205; i++) {
      localStorage.setItem(`autograder.draft.p${i}.c`, JSON.stringify({ code: "x", at: i }));
    }
    saveDraft("newest", "c", "y");
    const names = Object.keys(localStorage).filter((name) => name.startsWith("autograder.draft."));
    expect(names).toHaveLength(200);
    expect(loadDraft("newest", "c")).toBe("y");
    expect(loadDraft("p5", "c")).toBeNull();
    expect(loadDraft("p6", "c")).toBe("x");
  });
  it("takes what is no draft for none", () => {
    localStorage.setItem("autograder.draft.p.c", "{oops");
    expect(loadDraft("p", "c")).toBeNull();
    localStorage.setItem("autograder.draft.p.c", '{"code": 1}');
    expect(loadDraft("p", "c")).toBeNull();
  });
  it("remembers the language of a problem, else the last one", () => {
    rememberLanguage("p1", "go");
    rememberLanguage("p2", "java");
    expect(lastLanguage("p1")).toBe("go");
    expect(lastLanguage("p9")).toBe("java");
  });
});
