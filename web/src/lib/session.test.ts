import { beforeEach, describe, expect, it } from "vitest";

import { readOwn, writeOwn } from "./own_storage";
import { beginSession, currentSession, endSession, isShared, readToken, refuseToken, sessionEnding } from "./session";

const encode = (value: unknown) => btoa(JSON.stringify(value)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const token = (claims: object) => `${encode({ alg: "HS256" })}.${encode(claims)}.signature`;
const later = Math.floor(Date.now() / 1000) + 3600;

beforeEach(() => endSession("none"));

describe("readToken", () => {
  it("reads who it is of", () => {
    expect(readToken(token({ id: "a", role: "admin", exp: later }))).toMatchObject({ userId: "a", role: "admin" });
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
    localStorage.clear();
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
  it("of a shared computer is this tab's alone: it neither begins nor ends that of the other tabs", () => {
    const theirs = token({ id: "b", role: "student", exp: later });
    localStorage.setItem("autograder.token", theirs);
    for (const ending of ["left", "expired"] as const) {
      beginSession(mine, false);
      expect(localStorage.getItem("autograder.token")).toBe(theirs);
      endSession(ending);
      expect(localStorage.getItem("autograder.token")).toBe(theirs);
    }
    // One that expired goes on as one of a shared computer.
    expect(isShared()).toBe(true);
  });
  it("is as old as the server says, whatever the clock here shows", () => {
    localStorage.setItem("autograder.token", token({ id: "a", role: "student", exp: 1_000 }));
    window.dispatchEvent(new StorageEvent("storage", { key: "autograder.token" }));
    expect(currentSession()?.userId).toBe("a");
  });
  it("is read again by a page that Back brings out of the browser's memory", () => {
    for (const remember of [true, false]) {
      beginSession(mine, remember);
      writeOwn("a", "draft.p.c", "typed");
      localStorage.removeItem("autograder.token");
      sessionStorage.removeItem("autograder.token");
      window.dispatchEvent(new Event("pageshow"));
      expect([currentSession(), sessionEnding()]).toEqual([null, "left"]);
      expect(readOwn("a", "draft.p.c")).toBeNull();
    }
  });
  it("ends in a duplicated tab, too, which has the token in a storage of its own", async () => {
    beginSession(mine, false);
    const copy = new BroadcastChannel("autograder.session");
    copy.postMessage({ ended: "another", ending: "left" });
    copy.postMessage({ ended: mine, ending: "left" });
    await expect.poll(() => [currentSession(), sessionEnding()]).toEqual([null, "left"]);
    expect(sessionStorage.getItem("autograder.token")).toBeNull();
    copy.close();
  });
  it("follows another tab that signs out", () => {
    beginSession(mine, true);
    localStorage.removeItem("autograder.token");
    window.dispatchEvent(new StorageEvent("storage", { key: "autograder.token" }));
    expect(currentSession()).toBeNull();
    expect(sessionEnding()).toBe("left");
  });
});
