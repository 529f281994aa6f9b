import { QueryObserver, type QueryClient } from "@tanstack/react-query";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { signIn } from "@/testing";

import { ApiError } from "./api/error";
import { makeQueryClient } from "./query_client";
import { endSession } from "./session";

let client: QueryClient;
beforeEach(() => {
  vi.useFakeTimers();
  signIn("ada");
  client = makeQueryClient();
});
afterEach(() => {
  client.clear();
  vi.useRealTimers();
  endSession("left");
});

/** How often it is asked until it is given up, and when. */
async function timesOf(error: unknown): Promise<number[]> {
  const times: number[] = [];
  const began = Date.now();
  const asked = client.query({
    queryKey: ["x"],
    queryFn: () => {
      times.push(Date.now() - began);
      throw error;
    },
  });
  asked.catch(() => undefined);
  await vi.advanceTimersByTimeAsync(60_000);
  client.clear();
  return times;
}

describe("a question to the server", () => {
  it("is asked again while that may help, four times in all", async () => {
    expect(await timesOf(new ApiError(0, "", ""))).toEqual([0, 500, 1_500, 3_500]);
    expect(await timesOf(new ApiError(503, "", ""))).toEqual([0, 500, 1_500, 3_500]);
  });
  it("waits as long as the server asks, but at most eight seconds", async () => {
    expect(await timesOf(new ApiError(429, "", "", 3))).toEqual([0, 3_000, 6_000, 9_000]);
    expect(await timesOf(new ApiError(503, "", "", 600))).toEqual([0, 8_000, 16_000, 24_000]);
  });
  it("is asked once where the server refused it, or where we are at fault", async () => {
    expect(await timesOf(new ApiError(404, "", ""))).toEqual([0]);
    expect(await timesOf(new ApiError(422, "", ""))).toEqual([0]);
    expect(await timesOf(new TypeError("ours"))).toEqual([0]);
  });
});

describe("a change that failed", () => {
  it("is marked as one, so that its words say whether it may have happened", async () => {
    const error = new ApiError(0, "", "");
    const change = client.getMutationCache().build(client, { mutationFn: () => Promise.reject(error) });
    await expect(change.execute(undefined)).rejects.toBe(error);
    expect(error.ofChange).toBe(true);
  });
});

describe("what was read", () => {
  it("is gone when its reader signs out, and stays when the token is renewed", () => {
    client.setQueryData(["me"], "Ada");
    signIn("ada", "admin");
    expect(client.getQueryData(["me"])).toBe("Ada");
    endSession("left");
    expect(client.getQueryData(["me"])).toBeUndefined();
  });
  it("is asked again by open pages when another tab signs in as somebody else", async () => {
    let reader = "Ada";
    const observer = new QueryObserver(client, { queryKey: ["me"], queryFn: () => reader });
    const close = observer.subscribe(() => undefined);
    await vi.advanceTimersByTimeAsync(0);
    expect(observer.getCurrentResult().data).toBe("Ada");
    reader = "Bob";
    signIn("bob");
    expect(observer.getCurrentResult().data).toBeUndefined();
    await vi.advanceTimersByTimeAsync(0);
    expect(observer.getCurrentResult().data).toBe("Bob");
    close();
  });
});
