// One way to the server: the token goes with each call, and what comes back is a value or an ApiError.

import createClient from "openapi-fetch";

import { connectionBack, connectionLost, patience } from "@/lib/connection";
import type { Place } from "@/lib/paging";
import { currentSession, refuseToken } from "@/lib/session";

import { ApiError, errorFrom, unreachable } from "./error";
import type { components, paths } from "./schema.gen";

export type Schemas = components["schemas"];

/**
 * An answer that `fields` may cut has two schemas, the second with most members optional. The whole one is the narrower:
 * it fits both.
 */
type Whole<T, Each = T> = T extends unknown ? ([Each extends unknown ? (T extends Each ? never : Each) : never] extends [never] ? T : never) : never;
/** The other one; an answer that is never cut is its own. */
type Cut<T> = [Exclude<T, Whole<T>>] extends [never] ? T : Exclude<T, Whole<T>>;
type RowOf<T> = T extends readonly (infer Row)[] ? Row : never;

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

/**
 * What came, and the answer around it, or an ApiError. What is no answer of this server at all, half of one, or one without
 * a body is as if none had come. `Shape` follows from the call's own type: the server keeps to it, see tests/contract.
 */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the callers below name it, from the call's own type
async function received<Shape>(call: Promise<Called<unknown>>): Promise<{ data: Shape; response: Response }> {
  const { data, error, response } = await call.catch((failure: unknown) => {
    if (failure instanceof ApiError || isAborted(failure)) throw failure;
    connectionLost();
    throw unreachable();
  });
  if (!response.ok) throw errorFrom(response, error);
  if (data === undefined) throw unreachable();
  return { data: data as Shape, response };
}

/** The value of a call without `fields` (the lint sees to it), or its ApiError. */
export const answer = async <T>(call: Promise<Called<T>>) => (await received<Whole<T>>(call)).data;

/** The value of a call with `fields`. */
export const cut = async <T>(call: Promise<Called<T>>) => (await received<Cut<T>>(call)).data;

/** The answer to a change of a problem, and the version that it made. */
export interface Changed<T> {
  value: T;
  version: number;
}

export async function changed<T>(call: Promise<Called<T>>): Promise<Changed<Whole<T>>> {
  const { data, response } = await received<Whole<T>>(call);
  return { value: data, version: Number(response.headers.get("Problem-Version")) };
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

/** A call with `fields` names every member that a row always has. */
export async function page<T>(call: Promise<Called<T>>, cursor = "before"): Promise<Page<RowOf<Whole<T>>>> {
  const { data: rows, response } = await received<RowOf<Whole<T>>[]>(call);
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
