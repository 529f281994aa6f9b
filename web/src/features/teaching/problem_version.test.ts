import { renderHook } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import { ApiError } from "@/lib/api/error";

import { useProblemVersion } from "./problem_version";

const refusedAt = (version: number) =>
  Promise.reject(new ApiError(409, "Not changed", `version: the problem has been changed; it is at ${version}`));
const stored = (version: number) => Promise.resolve({ value: "", version });
const versionOf = (read: number) => renderHook(() => useProblemVersion(read)).result.current;

describe("useProblemVersion", () => {
  it("lets the form keep up with changes of this page", async () => {
    const version = versionOf(5);
    await version.change((sent) => stored(sent + 1));
    version.made(7);
    expect(version.form()).toBe(7);
  });
  it("keeps the form behind what somebody else changed, whatever this page changes later", async () => {
    const version = versionOf(5);
    await expect(version.change(() => refusedAt(6))).rejects.toThrow();
    const sent: number[] = [];
    await version.change((at) => {
      sent.push(at);
      return stored(at);
    });
    await version.change((at) => {
      sent.push(at);
      return stored(at + 1);
    });
    expect(sent).toEqual([6, 6]);
    expect(version.form()).toBe(5);
    const other = versionOf(5);
    other.made(7);
    expect(other.form()).toBe(5);
    await other.change((at) => stored(at + 1));
    expect(other.form()).toBe(5);
  });
  it("goes on from what the form stored", async () => {
    const version = versionOf(5);
    await expect(version.change(() => refusedAt(6))).rejects.toThrow();
    version.saved(7);
    expect(version.form()).toBe(7);
    await version.change((at) => stored(at + 1));
    expect(version.form()).toBe(8);
  });
  it("learns nothing from other refusals", async () => {
    const version = versionOf(5);
    await expect(version.change(() => Promise.reject(new ApiError(409, "Not deleted", "a problem must keep at least one test case")))).rejects.toThrow();
    await version.change((at) => stored(at + 1));
    expect(version.form()).toBe(6);
  });
});
