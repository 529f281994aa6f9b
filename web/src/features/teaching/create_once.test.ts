import { beforeEach, describe, expect, it, vi } from "vitest";

import type { Schemas } from "@/lib/api/client";

import { createOnce } from "./create_once";

interface Call {
  method: string;
  path: string;
  key: string | null;
  body: Record<string, unknown>;
}
const calls: Call[] = [];
let answers: (() => Response)[] = [];

const made = () => new Response(JSON.stringify({ _id: "p1" }), { status: 201, headers: { "Content-Type": "application/json" } });
const refused = () => new Response(JSON.stringify({ message: "no", error: "title: required" }), { status: 422, headers: { "Content-Type": "application/json" } });
const lost = () => {
  throw new TypeError("Failed to fetch");
};

beforeEach(() => {
  calls.length = 0;
  vi.stubGlobal("fetch", async (request: Request) => {
    const body = (await request.json()) as Record<string, unknown>;
    calls.push({ method: request.method, path: new URL(request.url).pathname, key: request.headers.get("Idempotency-Key"), body });
    return (answers.shift() ?? made)();
  });
});

const body = (title: string, testCases: { input: string; output: string }[] = []) =>
  ({ title, description: "", difficulty: "easy", testCases }) as Schemas["NewProblem"];

describe("a problem whose answer was lost", () => {
  it("is asked for again with the same key", async () => {
    answers = [lost, made];
    const create = createOnce();
    await expect(create(body("One"))).rejects.toThrow();
    expect(await create(body("One"))).toMatchObject({ _id: "p1" });
    expect(calls.map(({ method }) => method)).toEqual(["POST", "POST"]);
    expect(calls[0]?.key).toBe(calls[1]?.key);
    expect(calls[0]?.key).toMatch(/^[0-9a-f]{32}$/);
  });

  it("gets what was typed since, and is no second one", async () => {
    answers = [lost, made, made];
    const create = createOnce();
    await expect(create(body("One"))).rejects.toThrow();
    await create(body("Two"));
    expect(calls.map(({ method, path }) => `${method} ${path}`)).toEqual(["POST /problems/create", "POST /problems/create", "PUT /problems/p1"]);
    expect(calls[1]?.body).toEqual(calls[0]?.body);
    // A list of no tests is no change.
    expect(calls[2]?.body).toEqual({ title: "Two", description: "", difficulty: "easy" });
  });

  it("begins again where the server refused it", async () => {
    answers = [refused, made];
    const create = createOnce();
    await expect(create(body(""))).rejects.toThrow();
    await create(body("One", [{ input: "1", output: "2" }]));
    expect(calls[1]?.key).not.toBe(calls[0]?.key);
    expect(calls[1]?.body.title).toBe("One");
    expect(calls).toHaveLength(2);
  });
});
