// What several tests need: somebody who is signed in, and a server that answers as they say.

import { vi } from "vitest";

import { beginSession } from "@/lib/session";

export const tokenOf = (id: string, role: "student" | "admin" = "student") =>
  `x.${btoa(JSON.stringify({ id, role, exp: 2_000_000_000 })).replace(/=+$/, "")}.x`;
export const signIn = (id = "ada", role: "student" | "admin" = "student") => beginSession(tokenOf(id, role), true);

export const json = (value: unknown, status = 200, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(value), { status, headers: { "Content-Type": "application/json", ...headers } });
export const refusal = (status: number, headers: Record<string, string> = {}) => json({ message: "Refused", error: "why" }, status, headers);
/** As `fetch` fails without a network. */
export const noNetwork = () => Promise.reject(new TypeError("Failed to fetch"));

export interface Call {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: Headers;
  body: string;
  signal: AbortSignal | null | undefined;
}

/** Takes the network's place until `vi.unstubAllGlobals`. What is asked is written down. */
export function serve(answer: (call: Call) => Response | Promise<Response>): Call[] {
  const calls: Call[] = [];
  const fetch = async (asked: Request | string, init: RequestInit = {}) => {
    const request = typeof asked === "string" ? null : asked;
    const url = new URL(typeof asked === "string" ? asked : asked.url, window.location.origin);
    const call: Call = {
      method: request?.method ?? init.method ?? "GET",
      path: url.pathname,
      query: url.searchParams,
      headers: request?.headers ?? new Headers(init.headers),
      body: request === null ? "" : await request.clone().text(),
      signal: init.signal ?? request?.signal,
    };
    calls.push(call);
    return answer(call);
  };
  vi.stubGlobal("fetch", fetch);
  return calls;
}
