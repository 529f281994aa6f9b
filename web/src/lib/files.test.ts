// Files that come in as programs, and those that go out.

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { copyText } from "./clipboard";
import { downloadText, sourceName } from "./download";
import { languageOf, readSource, SOURCE_MAX_BYTES } from "./source_file";

/** jsdom's File has no arrayBuffer. */
const file = (name: string, content: string | Uint8Array<ArrayBuffer>): File => {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  return Object.assign(new File([bytes], name), { arrayBuffer: () => Promise.resolve(bytes.buffer) });
};

describe("a file that is opened as a program", () => {
  it("is of the language that its ending says", () => {
    expect(["a.py", "A.CPP", "x.test.js", "Main.java", "b.cc"].map(languageOf)).toEqual(["python", "cpp", "javascript", "java", "cpp"]);
    expect(["Makefile", "a.constructor", "a.", ".txt", "py"].map(languageOf)).toEqual(Array(5).fill(undefined));
  });
  it("has the line ends of this page", async () => {
    expect(await readSource(file("a.py", "1\r\n2\n\r3"))).toEqual({ code: "1\n2\n\r3" });
    expect(await readSource(file("a.py", "é😀"))).toEqual({ code: "é😀" });
  });
  it("is refused when it is no text, or larger than any server takes", async () => {
    expect(await readSource(file("a.out", new Uint8Array([0x7f, 0x45, 0xff])))).toEqual({ refused: "no text" });
    expect(await readSource(file("a.py", "a\0b"))).toEqual({ refused: "no text" });
    expect(await readSource(file("a.py", "x".repeat(SOURCE_MAX_BYTES + 1)))).toEqual({ refused: "large" });
  });
});

describe("a program that is kept as a file", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  it("has its language's ending, and in Java the name of its class", () => {
    const id = "0123456789abcdef01234567";
    expect(["python", "cpp", "java", "cobol"].map((language) => sourceName(language, id))).toEqual([
      "submission-01234567.py",
      "submission-01234567.cpp",
      "Main.java",
      "submission-01234567.txt",
    ]);
  });
  it("is offered under its name, and let go of a little later", () => {
    const clicked: string[] = [];
    const letGo: string[] = [];
    Object.assign(URL, { createObjectURL: () => "blob:1", revokeObjectURL: (url: string) => letGo.push(url) });
    vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (this: HTMLAnchorElement) {
      clicked.push(`${this.download} ${this.href}`);
    });
    downloadText("a.py", "print(1)");
    expect([clicked, letGo]).toEqual([["a.py blob:1"], []]);
    vi.advanceTimersByTime(1_000);
    expect(letGo).toEqual(["blob:1"]);
  });
});

describe("a text that is copied", () => {
  const command = vi.fn(() => true);
  beforeEach(() => {
    command.mockClear();
    Object.assign(document, { execCommand: command });
  });
  afterEach(() => void Reflect.deleteProperty(navigator, "clipboard"));
  const offer = (clipboard: unknown) => Object.defineProperty(navigator, "clipboard", { value: clipboard, configurable: true });

  it("goes to the clipboard where the browser has one", async () => {
    const taken: string[] = [];
    offer({ writeText: (value: string) => Promise.resolve(taken.push(value)) });
    expect(await copyText("1 2\n")).toBe(true);
    expect([taken, command.mock.calls]).toEqual([["1 2\n"], []]);
  });
  it("goes through a selection without a secure context, or when it is refused, and leaves nothing behind", async () => {
    const before = document.body.childElementCount;
    for (const clipboard of [undefined, { writeText: () => Promise.reject(new Error("not allowed")) }]) {
      offer(clipboard);
      expect(await copyText("x")).toBe(true);
    }
    expect(command.mock.calls).toEqual([["copy"], ["copy"]]);
    expect(document.body.childElementCount).toBe(before);
    command.mockReturnValueOnce(false);
    offer(undefined);
    expect(await copyText("x")).toBe(false);
  });
});
