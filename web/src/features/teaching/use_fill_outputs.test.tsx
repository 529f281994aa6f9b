import { act, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { RunResult } from "@/lib/api/resources/runs";
import type { Solution } from "@/lib/api/resources/solutions";
import { endSession } from "@/lib/session";
import { json, refusal, serve, signIn, type Call } from "@/testing";

import { ProblemVersionProvider, type ProblemVersion } from "./problem_version";
import { useFillOutputs } from "./use_fill_outputs";

const solution: Solution = { name: "a.py", language: "python", expected: "AC", code: "print(input())" };
const version: ProblemVersion = { form: () => 1, saved: () => undefined, made: () => undefined, change: async (work) => (await work(1)).value };
const wrapper = ({ children }: { children: React.ReactNode }) => <ProblemVersionProvider value={version}>{children}</ProblemVersionProvider>;
const result = (some: Partial<RunResult>) =>
  json({ output: "", executionTime: "0.01s", memoryUsed: "1MB", executionTimeMs: 10, memoryKb: 900, status: "AC", message: "", ...some });

beforeEach(() => {
  vi.useFakeTimers();
  signIn("ada", "admin");
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  endSession("left");
});

/** Fills these tests; the server runs as it is told. */
async function fill(ids: string[], run: (call: Call, runs: number) => Response, truncated = false) {
  let runs = 0;
  const calls = serve((call) => {
    if (call.path === "/run") return run(call, ++runs);
    return json({ _id: "t", input: `input of ${call.path.slice(11)}`, truncated }, 200, { "Problem-Version": "2" });
  });
  const onDone = vi.fn(() => Promise.resolve());
  const { result: hook } = renderHook(() => useFillOutputs(onDone), { wrapper });
  await act(async () => {
    const filled = hook.current.fill(ids.map((id, i) => ({ id, position: i + 1 })), solution);
    await vi.advanceTimersByTimeAsync(600_000);
    await filled;
  });
  const stored = calls.filter(({ method }) => method === "PUT").map(({ path, body }) => `${path} ${body}`);
  return { hook, calls, stored, onDone };
}

describe("expected outputs from a solution", () => {
  it("are those that it prints for the inputs, stored one by one", async () => {
    const echo = ({ body }: Call) => result({ output: (JSON.parse(body) as { customInput: string }).customInput.toUpperCase() });
    const { hook, stored, onDone } = await fill(["t1", "t2"], echo);
    expect(stored).toEqual(['/testcases/t1 {"output":"INPUT OF T1"}', '/testcases/t2 {"output":"INPUT OF T2"}']);
    expect([hook.current.troubles, hook.current.progress]).toEqual([[], null]);
    expect(onDone).toHaveBeenCalledOnce();
  });
  it("wait as the server says where it runs so many programs a minute", async () => {
    const { calls, stored } = await fill(["t1"], (_, runs) => (runs < 3 ? refusal(429, { "Retry-After": "30" }) : result({ output: "1" })));
    expect(calls.filter(({ path }) => path === "/run")).toHaveLength(3);
    expect(stored).toHaveLength(1);
  });
  it("stay as they are where it fails or is cut, and the next test has its turn", async () => {
    const runs = [result({ status: "TLE", message: "too slow" }), result({ outputTruncated: true }), result({ outputLossy: true }), result({ output: "4" })];
    const { hook, stored } = await fill(["t1", "t2", "t3", "t4"], (_, n) => runs[n - 1] ?? refusal(500));
    expect(stored).toEqual(['/testcases/t4 {"output":"4"}']);
    expect(hook.current.troubles).toHaveLength(3);
    expect(hook.current.troubles[0]).toContain("too slow");
  });
  it("are not made of an input that is cut", async () => {
    const { calls, hook } = await fill(["t1"], () => result({}), true);
    expect(calls.some(({ path }) => path === "/run")).toBe(false);
    expect(hook.current.troubles).toHaveLength(1);
  });
  it("end with the first refusal, and say which test it was", async () => {
    const { calls, hook, onDone } = await fill(["t1", "t2"], () => refusal(422));
    expect(calls.filter(({ path }) => path === "/run")).toHaveLength(1);
    expect(hook.current.troubles).toEqual([expect.stringMatching(/1.*Refused\. Why\.$/)]);
    expect(onDone).toHaveBeenCalledOnce();
  });
});
