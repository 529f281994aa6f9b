import { act, renderHook } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import type { TestDraft, TestNote, Tests } from "./tests";
import { useUpload } from "./use_upload";

/** jsdom's File cannot be read. `size`: what it says of itself. */
function file(name: string, content: string, size = content.length): File {
  const made = new File([content], name);
  return Object.defineProperties(made, { text: { value: () => Promise.resolve(content) }, size: { value: size } });
}

/** Tests that only take what is added. */
function taking(answer: (drafts: TestDraft[]) => Promise<TestNote[]> = () => Promise.resolve([])) {
  const requests: TestDraft[][] = [];
  const tests = {
    addAll: (drafts: TestDraft[]) => {
      requests.push(drafts);
      return answer(drafts);
    },
  } as unknown as Tests;
  return { requests, tests };
}
const MEGABYTE = 1024 * 1024;

describe("pairs of files", () => {
  it("become private tests in one request, and say how many", async () => {
    const { requests, tests } = taking();
    const { result } = renderHook(() => useUpload(tests));
    await act(() => result.current.upload([file("2.in", "2\n"), file("2.out", "4\n"), file("10.in", "10\n"), file("10.ans", "20\n")]));
    expect(requests.map((drafts) => drafts.map(({ input, output, visibility }) => [input, output, visibility]))).toEqual([
      [
        ["2\n", "4\n", "private"],
        ["10\n", "20\n", "private"],
      ],
    ]);
    expect(result.current.notes).toEqual(["2 tests added, as private."]);
    expect([result.current.trouble, result.current.progress]).toEqual(["", null]);
  });
  it("go in several requests when they are very large, and notes name the right ones", async () => {
    const { requests, tests } = taking((drafts) => Promise.resolve([{ index: drafts.length - 1, code: "lineEndsConverted" }]));
    const { result } = renderHook(() => useUpload(tests));
    const large = "x".repeat(7 * MEGABYTE);
    await act(() => result.current.upload(["a", "b", "c"].flatMap((name) => [file(`${name}.in`, large), file(`${name}.out`, "1")])));
    expect(requests.map((drafts) => drafts.length)).toEqual([2, 1]);
    expect(result.current.notes).toContain("Windows line ends (CRLF) were converted in tests b, c.");
  });
  it("without a partner, or over 8 MiB, are left out by name", async () => {
    const { requests, tests } = taking();
    const { result } = renderHook(() => useUpload(tests));
    await act(() => result.current.upload([file("1.in", "1"), file("1.out", "1"), file("2.in", "", 9 * MEGABYTE), file("2.out", "2"), file("readme.md", "x")]));
    expect(requests.flat()).toHaveLength(1);
    expect(result.current.trouble).toContain("readme.md");
    expect(result.current.trouble).toContain("2.in is over 8 MiB");
  });
  it("that the server refused are not said to be added", async () => {
    const { tests } = taking(() => Promise.reject(new Error("refused")));
    const { result } = renderHook(() => useUpload(tests));
    await act(() => result.current.upload([file("1.in", "1"), file("1.out", "1")]));
    expect([result.current.notes, result.current.progress]).toEqual([[], null]);
  });
});
