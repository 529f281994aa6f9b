import { describe as suite, expect, it } from "vitest";

import { ApiError, describe, errorFrom, unreachable } from "./error";

const answer = (status: number, headers: Record<string, string> = {}) => new Response(null, { status, headers });

suite("an error of the API", () => {
  it("has the server's words, and when to try again", () => {
    const error = errorFrom(answer(429, { "Retry-After": "7" }), { message: "Signing in failed", error: "rate limit" });
    expect(error).toMatchObject({ status: 429, message: "Signing in failed", reason: "rate limit", retryAfterSeconds: 7 });
  });
  it("has our own words where another answered: a proxy's page, nothing, words of another type", () => {
    for (const body of [undefined, null, "<h1>Bad gateway</h1>", { message: 7, error: ["x"] }]) {
      const error = errorFrom(answer(502), body);
      expect(error.reason).toBe("");
      expect(error.message).toContain("502");
    }
  });
  it("takes no pause from a header that names none", () => {
    for (const value of ["soon", "0", "-3", "Wed, 21 Oct 2026 07:28:00 GMT"]) {
      expect(errorFrom(answer(503, { "Retry-After": value }), {}).retryAfterSeconds).toBeUndefined();
    }
  });
  it("passes when the request itself was right", () => {
    const passing = (status: number) => new ApiError(status, "", "").passing;
    expect([0, 408, 429, 500, 502, 503].map(passing)).toEqual(Array(6).fill(true));
    expect([400, 401, 403, 404, 409, 413, 415, 422, 431].map(passing)).toEqual(Array(9).fill(false));
  });
  it("knows the present version of a problem that somebody else changed", () => {
    const reason = "version: the problem changed since it was read; it is at 12";
    expect(new ApiError(409, "", reason).presentVersion).toBe(12);
    expect(new ApiError(422, "", reason).presentVersion).toBeUndefined();
    expect(new ApiError(409, "", "email: taken").presentVersion).toBeUndefined();
  });
});

suite("the words of an error", () => {
  it("say of a change without an answer whether the server may have made it", () => {
    const sent = unreachable(true);
    const kept = unreachable(false);
    expect(describe(sent)).toEqual(describe(kept));
    sent.ofChange = true;
    kept.ofChange = true;
    expect(describe(sent).title).toBe(describe(kept).title);
    expect(describe(sent).detail).not.toBe(describe(kept).detail);
  });
  it("are the page's for sentences of the server", () => {
    expect(describe(new ApiError(401, "Signing in failed", "email or password: wrong"))).toEqual({
      title: "Signing in failed",
      detail: "The email address or the password is wrong.",
    });
  });
  it("are those that were kept, of an error that was told of before", () => {
    expect(describe({ title: "Not sent", detail: "Too old." })).toEqual({ title: "Not sent", detail: "Too old." });
  });
  it("tell of a fault of our own with what it said", () => {
    expect(describe(new RangeError("out of range")).detail).toBe("out of range");
    expect(describe("a word").detail).toBe("a word");
  });
});
