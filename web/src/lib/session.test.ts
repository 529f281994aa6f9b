import { beforeEach, describe, expect, it } from "vitest";

import { readOwn, writeOwn } from "./own_storage";
import { beginSession, currentSession, endSession, readToken, refuseToken, sessionEnding } from "./session";

const encode = (value: unknown) => btoa(JSON.stringify(value)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const token = (claims: object) => `${encode({ alg: "HS256" })}.${encode(claims)}.signature`;
const later = Math.floor(Date.now() / 1000) + 3600;

beforeEach(() => endSession("none"));

describe("readToken", () => {
  it("reads who it is of", () => {
    expect(readToken(token({ id: "a", role: "admin", exp: later }))).toMatchObject({ userId: "a", role: "admin", expiresAt: later * 1000 });
  });
  it("takes an unknown role for a student's, and what is no token for none", () => {
    expect(readToken(token({ id: "a", role: "root", exp: later }))?.role).toBe("student");
    for (const wrong of ["", "a.b.c", token({ id: 1, exp: later }), token({ id: "a" }), "..", `.${btoa("null")}.`]) {
      expect(readToken(wrong)).toBeNull();
    }
  });
});

describe("a session", () => {
  const mine = token({ id: "a", role: "student", exp: later });
  it("lives in all tabs, or on a shared computer in this one", () => {
    beginSession(mine, true);
    expect(localStorage.getItem("autograder.token")).toBe(mine);
    beginSession(mine, false);
    expect(localStorage.getItem("autograder.token")).toBeNull();
    expect(sessionStorage.getItem("autograder.token")).toBe(mine);
    expect(currentSession()?.userId).toBe("a");
  });
  it("ends when the server refuses its token, and not when it refuses an older one", () => {
    beginSession(mine, true);
    refuseToken("another");
    expect(currentSession()).not.toBeNull();
    refuseToken(mine);
    expect(currentSession()).toBeNull();
    expect(sessionEnding()).toBe("expired");
    expect(localStorage.getItem("autograder.token")).not.toBe(mine);
  });
  it("that ends by itself ends so in all tabs: none of them erases what was typed", () => {
    beginSession(mine, true);
    writeOwn("a", "draft.p.c", "typed");
    localStorage.setItem("autograder.token", "expired");
    window.dispatchEvent(new StorageEvent("storage", { key: "autograder.token" }));
    expect([currentSession(), sessionEnding()]).toEqual([null, "expired"]);
    expect(readOwn("a", "draft.p.c")).toBe("typed");
  });
  it("follows another tab that signs out", () => {
    beginSession(mine, true);
    localStorage.removeItem("autograder.token");
    window.dispatchEvent(new StorageEvent("storage", { key: "autograder.token" }));
    expect(currentSession()).toBeNull();
    expect(sessionEnding()).toBe("left");
  });
});
