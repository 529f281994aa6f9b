// One way to the server: the token goes with each call, and what comes back is a value or an ApiError.

import createClient from "openapi-fetch";

import { connectionBack, connectionLost, patience } from "@/lib/connection";
import type { Place } from "@/lib/paging";
import { currentSession, refuseToken } from "@/lib/session";

import { ApiError, errorFrom, unreachable } from "./error";
import type { components, paths } from "./schema.gen";

export type Schemas = components["schemas"];

/** The server always sends these members, whole answers being asked for; only those named may be missing. */
export type Whole<T, Optional extends keyof T = never> = Required<Omit<T, Optional>> & Pick<T, Optional>;

/** Knows how much it sends: what is large takes its time on a slow network. */
class Sized extends Request {
  readonly sentBytes: number;
  constructor(input: RequestInfo | URL, init?: RequestInit) {
    super(input, init);
    this.sentBytes = typeof init?.body === "string" ? init.body.length : 0;
  }
}

/** Until an answer begins. A network that swallows everything says nothing, and the browser itself waits for minutes. */
const ANSWER_MAX_MS = { reading: 20_000, changing: 30_000 };
const SLOWEST_BYTES_PER_MS = 4;
/** The server holds the answer for as long as a program runs. */
const RUN_SECONDS = 30;

function patienceFor(request: Request): number {
  const { pathname, searchParams } = new URL(request.url);
  const heldSeconds = /\/(re)?run$/.test(pathname) ? RUN_SECONDS : Number(searchParams.get("wait") ?? 0);
  const sending = request instanceof Sized ? request.sentBytes / SLOWEST_BYTES_PER_MS : 0;
  return (request.method === "GET" ? ANSWER_MAX_MS.reading : ANSWER_MAX_MS.changing) + heldSeconds * 1000 + sending;
}

async function fetchInTime(request: Request): Promise<Response> {
  const { signal, kept } = patience(patienceFor(request), request.signal);
  try {
    return await fetch(request, { signal });
  } finally {
    kept();
  }
}

const client = createClient<paths>({ baseUrl: window.location.origin, Request: Sized, fetch: fetchInTime });

/** A proxy's page or that of a network is none. */
const isOfServer = (response: Response): boolean => response.status === 204 || /json/.test(response.headers.get("Content-Type") ?? "");
const isAborted = (error: unknown): boolean => error instanceof DOMException && error.name === "AbortError";

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
    if (isOfServer(response)) connectionBack();
    const sent = request.headers.get("Authorization");
    if (response.status === 401 && sent !== null) refuseToken(sent.slice("Bearer ".length));
  },
  onError({ request, error }) {
    if (isAborted(error)) return undefined;
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

/** What is no answer of this server at all, or half of one, is as if none had come. */
async function whole<T>(call: Promise<Called<T>>): Promise<Called<T>> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof ApiError || isAborted(error)) throw error;
    connectionLost();
    throw unreachable();
  }
}

/** The value of a call, or its ApiError. */
export async function answer<T>(call: Promise<Called<T>>): Promise<T> {
  const { data, error, response } = await whole(call);
  if (!response.ok) throw errorFrom(response, error);
  return data as T;
}

/** The answer to a change of a problem, and the version that it made. */
export interface Changed<T> {
  value: T;
  version: number;
}

export async function changed<T>(call: Promise<Called<T>>): Promise<Changed<T>> {
  const { data, error, response } = await whole(call);
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
  const { data, error, response } = await whole(call);
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
