import { renderHook } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

const encode = (value: unknown) => btoa(JSON.stringify(value));
const token = `${encode({})}.${encode({ id: "a", role: "admin", exp: Math.floor(Date.now() / 1000) + 3600 })}.signature`;

/** A tab of its own key, with its own modules and the storage of all. */
async function tab(key: string) {
  vi.resetModules();
  sessionStorage.setItem("autograder.tab", key);
  const words = await import("./text");
  await Promise.all([words.loadWords(), words.loadAdminWords()]);
  const { keepForms, keptForms, useKeptForm } = await import("./kept_form");
  /** Opens the form; comes back with what was put into it. */
  const open = (typed: string, began = "") => {
    const putBack: unknown[] = [];
    const { result, unmount } = renderHook(() => useKeptForm("new", () => ({ title: began }), () => ({ title: typed }), (mine) => putBack.push(mine)));
    const close = () => {
      keepForms();
      unmount();
    };
    return { putBack, conflict: result.current, close };
  };
  return { open, keptForms, ...(await import("./carried")) };
}

beforeEach(() => localStorage.setItem("autograder.token", token));
afterEach(() => {
  localStorage.clear();
  sessionStorage.clear();
});

describe("what was typed in one form of two tabs", () => {
  it("is kept for each, and a tab that has none takes that of another", async () => {
    const [first, second, third] = [await tab("1"), await tab("2"), await tab("3")];
    const both = [first.open("One"), second.open("Two")];
    for (const { close } of both) close();
    expect(second.keptForms("")).toEqual(["new", "new"]);
    expect(second.open("").putBack).toEqual([{ title: "Two" }]);
    expect(third.open("").putBack).toEqual([{ title: "One" }]);
    expect(first.open("").putBack).toEqual([]);
  });
});

describe("what was typed and is stored already", () => {
  it("is no conflict", async () => {
    const one = await tab("1");
    one.open("Mine", "Old").close();
    const again = one.open("Mine", "Mine");
    expect([again.conflict, again.putBack, one.keptForms("")]).toEqual([null, [], []]);
    one.open("Mine", "Old").close();
    expect(one.open("Theirs", "Theirs").conflict).not.toBeNull();
  });
});

describe("a change of the page's language", () => {
  const reload = vi.fn();
  beforeEach(() => vi.stubGlobal("location", { reload }));
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  });
  it("keeps what was typed over the reload, and asks nobody", async () => {
    const one = await tab("1");
    one.open("Typed", "Began");
    expect(one.isCarried()).toBe(false);
    await one.switchLocale("de");
    expect([one.keptForms(""), one.isCarried()]).toEqual([["new"], true]);
    expect(reload).toHaveBeenCalledOnce();
    expect((await tab("1")).open("Began", "Began").putBack).toEqual([{ title: "Typed" }]);
  });
  it("asks where the browser has no room for it", async () => {
    const one = await tab("1");
    one.open("Typed", "Began");
    vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
      throw new DOMException("full", "QuotaExceededError");
    });
    await one.switchLocale("de");
    expect(one.isCarried()).toBe(false);
  });
});
