import { queryOptions, type QueryClient } from "@tanstack/react-query";

import { connectionLost, patience } from "@/lib/connection";
import { currentSession, refuseToken } from "@/lib/session";

import type { Changed } from "../client";
import { errorFrom, unreachable } from "../error";
import { outOfDate } from "../out_of_date";
import { problemKey } from "./problems";

const FILE_MAX_MS = 20_000;

/** A figure of a statement, as the problem's package brought it. */
export const problemFileQuery = (problemId: string, name: string) =>
  queryOptions({
    queryKey: ["problem-file", problemId, name],
    queryFn: async ({ signal }) => {
      const token = currentSession()?.token;
      const inTime = patience(FILE_MAX_MS, signal);
      const response = await fetch(`/problems/${problemId}/files/${encodeURIComponent(name)}`, {
        signal: inTime.signal,
        ...(token === undefined ? {} : { headers: { Authorization: `Bearer ${token}` } }),
      })
        .catch((error: unknown) => {
          throw signal.aborted ? error : unreachable();
        })
        .finally(inTime.kept);
      if (!response.ok) throw errorFrom(response, undefined);
      return response.blob();
    },
    staleTime: Infinity,
  });

const isStored = (body: unknown): body is { name: string } =>
  typeof body === "object" && body !== null && "name" in body && typeof body.name === "string";

/** Stores an image for a statement, which shows it by the name that comes back. */
export async function addImage(problemId: string, image: Blob): Promise<Changed<string>> {
  const token = currentSession()?.token ?? "";
  const online = navigator.onLine;
  const response = await fetch(`/problems/${problemId}/files`, {
    method: "POST",
    headers: { "Content-Type": image.type, Authorization: `Bearer ${token}` },
    body: image,
  }).catch(() => {
    connectionLost();
    throw unreachable(online);
  });
  if (response.status === 401) refuseToken(token);
  const body: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw errorFrom(response, body);
  if (!isStored(body)) throw unreachable();
  return { value: body.name, version: Number(response.headers.get("Problem-Version")) };
}

export const imageAdded = (client: QueryClient, id: string) => outOfDate(client, problemKey(id));
