import { describe, expect, it } from "vitest";

import { anyUnsaved, putAside, saveDraft } from "./drafts";
import { enqueue, outgoing, queueOf, remove, update } from "./outbox";
import { beginSession, endSession } from "./session";

const encode = (value: unknown) => btoa(JSON.stringify(value)).replace(/=+$/, "");
const token = `x.${encode({ id: "ada", role: "student", exp: Math.floor(Date.now() / 1000) + 3600 })}.x`;

describe("unsent work", () => {
  it("is gone when its owner left, also for the same owner who comes back", () => {
    beginSession(token, true);
    enqueue({ problemId: "p1", language: "python", code: "print(1)" });
    expect(outgoing()).toHaveLength(1);
    endSession("left");
    beginSession(token, true);
    expect(outgoing()).toEqual([]);
  });

  it("is known as another tab leaves it, also where no page shows it", () => {
    endSession("left");
    beginSession(token, true);
    expect(outgoing()).toEqual([]);
    const here = enqueue({ problemId: "p1", language: "python", code: "print(1)" });
    const name = `autograder.of.ada.outbox.${here?.key}`;
    const elsewhere = (value: string | null) => {
      if (value === null) localStorage.removeItem(name);
      else localStorage.setItem(name, value);
      window.dispatchEvent(new StorageEvent("storage", { key: name, newValue: value }));
    };
    const stored = localStorage.getItem(name);
    elsewhere(null);
    expect(outgoing()).toEqual([]);
    elsewhere(stored);
    expect(outgoing()).toHaveLength(1);
    // Taken back in another tab, of which this one has not heard yet.
    localStorage.removeItem(name);
    update(here?.key ?? "", { state: "sent" });
    expect(localStorage.getItem(name)).toBeNull();
    remove(here?.key ?? "");
  });

  it("waits in order, five to a problem, and the same program once", () => {
    endSession("left");
    beginSession(token, true);
    const press = (code: string, problemId = "p1") => enqueue({ problemId, language: "python", code });
    const codes = () => outgoing().map(({ code }) => code);
    for (const code of ["1", "2", "2", "3", "2", "5"]) expect(press(code)).not.toBeNull();
    expect(press("6")).toBeNull();
    expect(press("6", "p2")).not.toBeNull();
    const first = outgoing().find(({ code }) => code === "1");
    expect(first && queueOf(first).map(({ code }) => code)).toEqual(["1", "2", "3", "2", "5"]);
    if (first) update(first.key, { state: "sent" });
    press("7");
    expect(codes()).not.toContain("1");
    enqueue({ problemId: "p1", language: "python", code: "run", run: [] });
    enqueue({ problemId: "p1", language: "python", code: "run again", run: [] });
    expect(codes().filter((code) => code.startsWith("run"))).toEqual(["run again"]);
    expect(codes()).toHaveLength(7);
    endSession("left");
  });

  it("is known of every problem, draft or put aside", () => {
    beginSession(token, true);
    expect(anyUnsaved("ada")).toBe(false);
    saveDraft("ada", "p1", "python", { code: "print(1)", at: 1, base: 1, saved: true });
    expect(anyUnsaved("ada")).toBe(false);
    saveDraft("ada", "p2", "cpp", { code: "int main() {}", at: 2, base: 0, saved: false });
    expect(anyUnsaved("ada")).toBe(true);
    saveDraft("ada", "p2", "cpp", { code: "int main() {}", at: 2, base: 1, saved: true });
    expect(anyUnsaved("ada")).toBe(false);
    putAside("ada", "p1", "python", "print(2)");
    expect(anyUnsaved("ada")).toBe(true);
  });
});
