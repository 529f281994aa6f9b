import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, renderHook, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { ApiError } from "@/lib/api/error";
import { endSession } from "@/lib/session";
import { json, refusal, serve, signIn, type Call } from "@/testing";

import type { ProblemVersion } from "./problem_version";
import { doomedOf } from "./RemoveManyTests";
import { emptyTest, toBody, useLocalTests, useServerTests } from "./tests";

const draft = (input: string, output = "") => ({ ...emptyTest(false), input, output });

beforeEach(() => signIn("ada", "admin"));
afterEach(() => {
  vi.unstubAllGlobals();
  endSession("left");
});

describe("the tests of a problem that is not created yet", () => {
  const inputs = (tests: { rows: { input: string }[] }) => tests.rows.map(({ input }) => input);

  it("live in the form: they are added, changed, moved and removed there", async () => {
    const { result } = renderHook(useLocalTests);
    await act(() => result.current.addAll([draft("é"), draft("2"), draft("3")]));
    expect(result.current.rows.map(({ inputBytes, truncated }) => [inputBytes, truncated])).toEqual([[2, false], [1, false], [1, false]]);
    const [first, second, third] = result.current.rows.map(({ id }) => id);
    await act(() => result.current.move(third ?? "", -1));
    expect(inputs(result.current)).toEqual(["é", "3", "2"]);
    await act(() => result.current.move(first ?? "", -1));
    expect(inputs(result.current)).toEqual(["é", "3", "2"]);
    await act(() => result.current.change(second ?? "", { input: "22", weight: 5 }));
    expect(result.current.rows[2]).toMatchObject({ input: "22", inputBytes: 2, weight: 5 });
    await act(() => result.current.setAll([first ?? "", third ?? ""], { group: "g" }));
    expect(result.current.rows.map(({ group }) => group)).toEqual(["g", "g", ""]);
    await act(() => result.current.remove(first ?? ""));
    expect(inputs(result.current)).toEqual(["3", "22"]);
    await act(() => result.current.addAll([draft("4")]));
    await act(() => result.current.removeAll(result.current.rows.slice(2).map(({ id }) => id), () => undefined));
    expect(inputs(result.current)).toEqual(["3", "22"]);
    await expect(result.current.read(first ?? "")).rejects.toThrow();
    expect(await result.current.read(third ?? "")).toMatchObject({ input: "3" });
  });
  it("are kept when the session ends by itself, with what becomes of their line ends, and are there again", async () => {
    const first = renderHook(useLocalTests);
    expect(first.result.current.lineEnds).toBe("convert");
    await act(() => first.result.current.add(draft("1\r\n")));
    act(() => first.result.current.setLineEnds("keep"));
    act(() => endSession("expired"));
    first.unmount();
    signIn("ada", "admin");
    const again = renderHook(useLocalTests);
    expect(inputs(again.result.current)).toEqual(["1\r\n"]);
    expect(again.result.current.lineEnds).toBe("keep");
  });
  it("begin with a public one", () => {
    expect([emptyTest(true).visibility, emptyTest(false).visibility]).toEqual(["public", "private"]);
  });
  it("are sent without a group that is none", () => {
    expect(toBody(draft("1", "2"))).toEqual({ input: "1", output: "2", visibility: "private", weight: 1 });
    expect(toBody({ ...draft("1"), group: "g" })).toHaveProperty("group", "g");
  });
});

describe("the tests of a problem that exists", () => {
  const problem = "a".repeat(24);
  const stored = (id: string, input: string, more: object = {}) => ({
    _id: id,
    version: 1,
    input,
    output: "",
    inputBytes: input.length,
    outputBytes: 0,
    truncated: false,
    visibility: "private",
    weight: 1,
    group: "",
    tags: [],
    ...more,
  });
  const version: ProblemVersion = {
    form: () => 7,
    saved: () => undefined,
    made: () => undefined,
    change: async (work) => (await work(7)).value,
  };
  const bodyOf = (call: Call | undefined) => JSON.parse(call?.body ?? "null") as Record<string, unknown>;
  const changes = (calls: Call[]) => calls.filter(({ method }) => method !== "GET");

  async function open(tests: object[], change: (call: Call) => Response = () => json([], 200, { "Problem-Version": "8" })) {
    const calls = serve((call) => {
      if (call.method !== "GET") return change(call);
      if (call.path.startsWith("/testcases/")) return json(stored(call.path.slice("/testcases/".length), "the whole text\r\n"));
      return json(tests);
    });
    const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
    const wrapper = ({ children }: { children: React.ReactNode }) => <QueryClientProvider client={client}>{children}</QueryClientProvider>;
    const { result } = renderHook(() => useServerTests(problem, version), { wrapper });
    await waitFor(() => expect(result.current.loading).toBe(false));
    return { calls, result };
  }

  it("are read again after each change, which is made to the version that the page shows", async () => {
    const { calls, result } = await open([stored("t1", "1")]);
    await act(() => result.current.change("t1", { weight: 3 }));
    const [change] = changes(calls);
    expect([change?.method, change?.path, change?.query.get("version")]).toEqual(["PUT", "/testcases/t1", "7"]);
    expect(bodyOf(change)).toMatchObject({ weight: 3 });
    await waitFor(() => expect(calls.filter(({ path }) => path.endsWith("/testcases"))).toHaveLength(2));
  });
  it("come in with what was chosen for their line ends, and say of each what was done", async () => {
    const notes = [{ code: "lineEndsKept", texts: ["input"], sentence: "" }];
    const { calls, result } = await open([], () => json([stored("t1", "1"), stored("t2", "2", { notes })], 201, { "Problem-Version": "8" }));
    await act(() => result.current.add(draft("0")));
    act(() => result.current.setLineEnds("keep"));
    let said: unknown;
    await act(async () => (said = await result.current.addAll([draft("1"), draft("2\r\n")])));
    await act(() => result.current.change("t1", { input: "3\r\n" }));
    expect(changes(calls).map((call) => bodyOf(call).lineEnds)).toEqual(["convert", "keep", "keep"]);
    expect(said).toEqual([{ index: 1, code: "lineEndsKept" }]);
  });
  it("are removed one after the other, each from the version that the one before made", async () => {
    const { calls, result } = await open(["t1", "t2", "t3"].map((id) => stored(id, "1")));
    const gone: number[] = [];
    await act(() => result.current.removeAll(["t1", "t3"], (count) => gone.push(count)));
    expect(changes(calls).map(({ method, path }) => `${method} ${path}`)).toEqual(["DELETE /testcases/t1", "DELETE /testcases/t3"]);
    expect(gone).toEqual([1, 2]);
    // The list is read again once, at the end.
    await waitFor(() => expect(calls.filter(({ path }) => path.endsWith("/testcases"))).toHaveLength(2));
  });
  it("are removed up to the first that is refused", async () => {
    const { calls, result } = await open(["t1", "t2", "t3"].map((id) => stored(id, "1")), ({ path }) =>
      path.endsWith("t2") ? refusal(409) : json({}, 200, { "Problem-Version": "8" }),
    );
    const gone: number[] = [];
    await act(() => result.current.removeAll(["t1", "t2", "t3"], (count) => gone.push(count)).catch(() => undefined));
    expect([changes(calls).length, gone]).toEqual([2, [1]]);
    await waitFor(() => expect(result.current.error).toBeInstanceOf(ApiError));
  });
  it("keep the first one where all are chosen", () => {
    const rows = ["a", "b", "c"].map((id) => ({ ...draft(""), id, inputBytes: 0, outputBytes: 0, truncated: false }));
    expect(doomedOf({ rows, keepsOne: true }, ["a", "b", "c"])).toEqual({ doomed: ["b", "c"], stays: true });
    expect(doomedOf({ rows, keepsOne: true }, ["c", "b"])).toEqual({ doomed: ["c", "b"], stays: false });
    expect(doomedOf({ rows: rows.slice(0, 1), keepsOne: true }, ["a"])).toEqual({ doomed: [], stays: true });
    expect(doomedOf({ rows, keepsOne: false }, ["a", "b", "c"])).toEqual({ doomed: ["a", "b", "c"], stays: false });
  });
  it("are moved as they are: whole, and with the line ends that were kept", async () => {
    const { calls, result } = await open([stored("t1", "1"), stored("t2", "the wh", { truncated: true })]);
    await act(() => result.current.move("t2", -1));
    const [change] = changes(calls);
    expect([change?.method, change?.path]).toEqual(["PUT", `/problems/${problem}`]);
    const body = bodyOf(change);
    expect(body.lineEnds).toBe("keep");
    expect((body.testCases as { input: string }[]).map(({ input }) => input)).toEqual(["the whole text\r\n", "1"]);
  });
  it("stay where the server refuses a change, and say why", async () => {
    const { result } = await open([stored("t1", "1")], () => refusal(409));
    await act(() => result.current.remove("t1").catch(() => undefined));
    await waitFor(() => expect(result.current.error).toBeInstanceOf(ApiError));
    expect(result.current.rows).toHaveLength(1);
  });
});
