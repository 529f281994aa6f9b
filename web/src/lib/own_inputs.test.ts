import { beforeEach, describe, expect, it } from "vitest";

import { KEPT_INPUT_MAX, keepInput, keptInput } from "./own_inputs";
import { beginSession, endSession } from "./session";

const encode = (value: unknown) => btoa(JSON.stringify(value)).replace(/=+$/, "");
const token = (id: string) => `x.${encode({ id, role: "student", exp: Math.floor(Date.now() / 1000) + 3600 })}.x`;
const signIn = (id: string, remember = true) => {
  endSession("expired");
  beginSession(token(id), remember);
};

beforeEach(() => signIn("ada"));

describe("an input of one's own", () => {
  it("is kept by user and problem, an empty one too", () => {
    keepInput("ada", "p1", "41\n");
    keepInput("ada", "p2", "");
    expect([keptInput("ada", "p1"), keptInput("ada", "p2"), keptInput("ada", "p3"), keptInput("bob", "p1")]).toEqual(["41\n", "", null, null]);
  });
  it("is not kept when it is too long, nor is the one before it", () => {
    keepInput("ada", "p1", "short");
    keepInput("ada", "p1", "x".repeat(KEPT_INPUT_MAX));
    expect(keptInput("ada", "p1")).toHaveLength(KEPT_INPUT_MAX);
    keepInput("ada", "p1", "x".repeat(KEPT_INPUT_MAX + 1));
    expect(keptInput("ada", "p1")).toBeNull();
  });
  it("makes room for newer ones of other problems", () => {
    for (let i = 0; i < 22; i++) keepInput("ada", `many${i}`, "1", i);
    expect([keptInput("ada", "many1"), keptInput("ada", "many2")]).toEqual([null, "1"]);
  });
  it("is erased by signing out, and stays in the tab on a shared computer", () => {
    keepInput("ada", "p1", "41\n");
    endSession("left");
    expect(Object.keys(localStorage)).toEqual([]);
    signIn("eve", false);
    keepInput("eve", "p1", "hers");
    expect(Object.keys(localStorage)).toEqual([]);
    expect(keptInput("eve", "p1")).toBe("hers");
    endSession("left");
    expect(Object.keys(sessionStorage)).toEqual([]);
  });
});
