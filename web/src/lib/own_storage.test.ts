import { notifications, notificationsStore } from "@mantine/notifications";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { readOwn, writeOwn } from "./own_storage";
import { beginSession, endSession } from "./session";

const encode = (value: unknown) => btoa(JSON.stringify(value)).replace(/=+$/, "");
const token = (id: string, n = 0) => `x.${encode({ id, role: "student", exp: 2_000_000_000 + n })}.x`;
const NAME = "autograder.of.ada.draft";

beforeEach(() => endSession("left"));
afterEach(() => {
  vi.restoreAllMocks();
  notifications.clean();
});

describe("what somebody kept", () => {
  it("goes along when a session of a shared computer goes on as one of the whole browser, and back", () => {
    beginSession(token("ada"), false);
    writeOwn("ada", "draft", "typed on the shared computer");
    localStorage.setItem(NAME, "an older one");
    endSession("expired");
    beginSession(token("ada", 1), true);
    expect([localStorage.getItem(NAME), sessionStorage.getItem(NAME)]).toEqual(["typed on the shared computer", null]);
    writeOwn("ada", "draft", "newer");
    expect(readOwn("ada", "draft")).toBe("newer");
    endSession("expired");
    beginSession(token("ada", 2), false);
    expect([localStorage.getItem(NAME), sessionStorage.getItem(NAME)]).toEqual([null, "newer"]);
  });

  it("for all tabs is neither read before this tab's own, nor taken, nor erased by it", () => {
    localStorage.setItem("autograder.token", token("ada"));
    localStorage.setItem(NAME, "of the other tabs");
    beginSession(token("ada", 1), false);
    writeOwn("ada", "draft", "of this tab");
    expect(readOwn("ada", "draft")).toBe("of this tab");
    endSession("left");
    expect([localStorage.getItem(NAME), sessionStorage.getItem(NAME)]).toEqual(["of the other tabs", null]);
  });

  it("lasts as long as the page where nothing fits any more, is not hidden by what lies there, and the page says so", () => {
    beginSession(token("ada"), true);
    const told = () => notificationsStore.getState().notifications.length;
    writeOwn("ada", "draft", "old");
    const full = vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
      throw new DOMException("full", "QuotaExceededError");
    });
    writeOwn("ada", "draft", "newer");
    writeOwn("ada", "draft", "newest");
    expect(readOwn("ada", "draft")).toBe("newest");
    expect(localStorage.getItem(NAME)).toBe("old");
    expect(told()).toBe(1);
    full.mockRestore();
    writeOwn("ada", "draft", "newest of all");
    expect(localStorage.getItem(NAME)).toBe("newest of all");
    expect(told()).toBe(0);
  });
});
