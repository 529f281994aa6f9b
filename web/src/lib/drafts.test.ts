import { beforeEach, describe, expect, it } from "vitest";

import {
  asides,
  dropAside,
  dropNamelessDrafts,
  lastLanguage,
  lastLanguageFor,
  loadDraft,
  rememberLanguage,
  rememberVersion,
  saveDraft,
  takeUpDraft,
} from "./drafts";
import { beginSession, endSession } from "./session";

const encode = (value: unknown) => btoa(JSON.stringify(value)).replace(/=+$/, "");
const token = (id: string) => `x.${encode({ id, role: "student", exp: Math.floor(Date.now() / 1000) + 3600 })}.x`;
const draft = (code: string, at = 1) => ({ code, at, base: 0, saved: false });
const signIn = (id: string, remember = true) => {
  endSession("expired");
  beginSession(token(id), remember);
};

beforeEach(() => signIn("ada"));

describe("drafts", () => {
  it("keeps one a user, problem and language", () => {
    saveDraft("ada", "p1", "python", draft("print(1)"));
    saveDraft("ada", "p1", "cpp", draft("int main() {}"));
    saveDraft("ada", "p2", "python", draft(""));
    expect(loadDraft("ada", "p1", "python")).toEqual(draft("print(1)"));
    expect(loadDraft("ada", "p1", "cpp")?.code).toBe("int main() {}");
    expect(loadDraft("ada", "p2", "python")?.code).toBe("");
    expect(loadDraft("ada", "p3", "python")).toBeNull();
    expect(loadDraft("bob", "p1", "python")).toBeNull();
  });
  it("keeps two hundred, the newest", () => {
    for (let i = 0; i < 205; i++) saveDraft("ada", `p${i}`, "c", draft("x", i));
    expect(Object.keys(localStorage).filter((name) => name.includes(".draft."))).toHaveLength(200);
    expect(loadDraft("ada", "p4", "c")).toBeNull();
    expect(loadDraft("ada", "p5", "c")?.code).toBe("x");
  });
  it("puts a text of another tab aside before it writes over it, unless the server has it", () => {
    const elsewhere = (code: string, saved = false) =>
      localStorage.setItem("autograder.of.ada.draft.tabs.c", JSON.stringify({ code, at: 2, base: 0, saved }));
    expect(saveDraft("ada", "tabs", "c", draft("mine"))).toBe(false);
    elsewhere("theirs");
    expect(saveDraft("ada", "tabs", "c", draft("mine and more"))).toBe(true);
    elsewhere("at the server", true);
    expect(saveDraft("ada", "tabs", "c", draft("mine and more still"))).toBe(false);
    elsewhere("taken up");
    takeUpDraft("ada", "tabs", "c");
    expect(saveDraft("ada", "tabs", "c", draft("taken up and changed"))).toBe(false);
    expect(asides("ada", "tabs", "c")).toEqual(["theirs"]);
    dropAside("ada", "tabs", "c", "theirs");
    expect(asides("ada", "tabs", "c")).toEqual([]);
  });
  it("knows the last versions that came from this browser", () => {
    saveDraft("ada", "p1", "c", draft("x"));
    for (let version = 1; version <= 12; version++) rememberVersion("ada", "p1", "c", version);
    saveDraft("ada", "p1", "c", draft("y"));
    expect(loadDraft("ada", "p1", "c")?.versions).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  });
  it("takes what is no draft for none", () => {
    for (const wrong of ["{oops", '{"code": 1, "at": 1, "base": 0}', "null"]) {
      localStorage.setItem("autograder.of.ada.draft.p.c", wrong);
      expect(loadDraft("ada", "p", "c")).toBeNull();
    }
  });
  it("remembers the language of a problem, and the last one", () => {
    rememberLanguage("ada", "p1", "go");
    rememberLanguage("ada", "p2", "java");
    expect(lastLanguageFor("ada", "p1")).toBe("go");
    expect(lastLanguageFor("ada", "p9")).toBeNull();
    expect(lastLanguage("ada")).toBe("java");
  });
  it("is erased by signing out, and not by a session that expires", () => {
    saveDraft("ada", "p1", "c", draft("mine"));
    endSession("expired");
    saveDraft("ada", "p1", "c", draft("typed last"));
    beginSession(token("ada"), true);
    expect(loadDraft("ada", "p1", "c")?.code).toBe("typed last");
    endSession("left");
    saveDraft("ada", "p1", "c", draft("too late"));
    expect(Object.keys(localStorage)).toEqual([]);
  });
  it("is not written for somebody who is not signed in", () => {
    saveDraft("bob", "p1", "c", draft("his"));
    expect(loadDraft("bob", "p1", "c")).toBeNull();
  });
  it("stays in the tab on a shared computer", () => {
    signIn("eve", false);
    saveDraft("eve", "p1", "c", draft("hers"));
    expect(Object.keys(localStorage).filter((name) => name.includes(".of."))).toEqual([]);
    expect(loadDraft("eve", "p1", "c")?.code).toBe("hers");
    endSession("left");
    expect(Object.keys(sessionStorage)).toEqual([]);
  });
  it("drops those of earlier versions, which name no user", () => {
    localStorage.setItem("autograder.draft.p.c", JSON.stringify({ code: "whose?", at: 1 }));
    localStorage.setItem("autograder.code-size", "16");
    dropNamelessDrafts();
    expect(localStorage.getItem("autograder.draft.p.c")).toBeNull();
    expect(localStorage.getItem("autograder.code-size")).toBe("16");
  });
});
