// One way to the server: the token goes with each call, and what comes back is a value or an ApiError.

import createClient from "openapi-fetch";

import { connectionBack, connectionLost } from "@/lib/connection";
import type { Place } from "@/lib/paging";
import { currentSession, refuseToken } from "@/lib/session";

import { errorFrom, unreachable } from "./error";
import type { components, paths } from "./schema.gen";

export type Schemas = components["schemas"];

/** The server always sends these members, whole answers being asked for; only those named may be missing. */
export type Whole<T, Optional extends keyof T = never> = Required<Omit<T, Optional>> & Pick<T, Optional>;

const client = createClient<paths>({ baseUrl: window.location.origin });

const sentOffline = new WeakSet<Request>();

client.use({
  onRequest({ request, schemaPath }) {
    if (!navigator.onLine) sentOffline.add(request);
    const session = currentSession();
    if (session !== null && schemaPath !== "/auth/login" && schemaPath !== "/auth/register") {
      request.headers.set("Authorization", `Bearer ${session.token}`);
    }
    return request;
  },
  onResponse({ request, response }) {
    connectionBack();
    const sent = request.headers.get("Authorization");
    if (response.status === 401 && sent !== null) refuseToken(sent.slice("Bearer ".length));
  },
  onError({ request, error }) {
    if (error instanceof DOMException && error.name === "AbortError") return undefined;
    connectionLost();
    return unreachable(!sentOffline.has(request));
  },
});

export const api = client;

interface Called<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The value of a call, or its ApiError. */
export async function answer<T>(call: Promise<Called<T>>): Promise<T> {
  const { data, error, response } = await call;
  if (!response.ok) throw errorFrom(response, error);
  return data as T;
}

/** What a change of a problem answers with, and the version that it made. */
export interface Changed<T> {
  value: T;
  version: number;
}

export async function changed<T>(call: Promise<Called<T>>): Promise<Changed<T>> {
  const { data, error, response } = await call;
  if (!response.ok) throw errorFrom(response, error);
  return { value: data as T, version: Number(response.headers.get("Problem-Version")) };
}

/** A page of a list, and how many entries there are in all. */
export interface Page<T> {
  rows: T[];
  total: number;
  /** There are more than were counted. */
  capped: boolean;
  /** The cursor of the next page, where there is one. */
  next: string | undefined;
}

export async function page<T>(call: Promise<Called<unknown>>, cursor = "before"): Promise<Page<T>> {
  const { data, error, response } = await call;
  if (!response.ok) throw errorFrom(response, error);
  const rows = data as T[];
  const total = Number(response.headers.get("X-Total-Count") ?? rows.length);
  const next = /<([^>]+)>;\s*rel="next"/.exec(response.headers.get("Link") ?? "")?.[1];
  return {
    rows,
    total,
    capped: response.headers.get("X-Total-Count-Capped") === "true",
    next: next === undefined ? undefined : (new URL(next, window.location.origin).searchParams.get(cursor) ?? undefined),
  };
}

/** The filter of a list as the server takes it, with its page by a number, or by a cursor of this name. */
export function placed<Filter extends Place, Name extends "before" | "after">({ page: number, cursor, ...filter }: Filter, name: Name) {
  return { ...given(filter), ...(cursor === undefined ? given({ page: number }) : ({ [name]: cursor } as Record<Name, string>)) };
}

/** Without members that are undefined, so that they are not sent. */
export function given<T extends object>(values: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== "")) as never;
}
