import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

const encode = (value: unknown) => btoa(JSON.stringify(value));
const token = `${encode({})}.${encode({ id: "a", role: "admin", exp: Math.floor(Date.now() / 1000) + 3600 })}.signature`;

/** Each has its own module, and the storage of all. */
async function tab() {
  vi.resetModules();
  return import("./leaving");
}

beforeEach(() => localStorage.setItem("autograder.token", token));
afterEach(() => localStorage.clear());

describe("a form that is not saved", () => {
  it("is known to other tabs until it is saved or closed", async () => {
    const [first, second] = [await tab(), await tab()];
    const close = first.openForm(() => true);
    expect([first.isAnyFormUnsaved(), first.isFormUnsavedElsewhere()]).toEqual([true, false]);
    expect([second.isAnyFormUnsaved(), second.isFormUnsavedElsewhere()]).toEqual([false, true]);
    close();
    expect(second.isFormUnsavedElsewhere()).toBe(false);
    const closeSaved = second.openForm(() => false);
    expect(first.isFormUnsavedElsewhere()).toBe(false);
    closeSaved();
  });
  it("is forgotten with its tab, and known again when the browser shows that again", async () => {
    const [first, second] = [await tab(), await tab()];
    const close = first.openForm(() => true);
    window.dispatchEvent(new Event("pagehide"));
    expect(second.isFormUnsavedElsewhere()).toBe(false);
    window.dispatchEvent(new Event("pageshow"));
    expect(second.isFormUnsavedElsewhere()).toBe(true);
    close();
    expect(second.isFormUnsavedElsewhere()).toBe(false);
  });
});
