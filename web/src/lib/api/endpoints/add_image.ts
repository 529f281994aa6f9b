import { connectionLost } from "@/lib/connection";
import { currentSession, refuseToken } from "@/lib/session";

import type { Changed } from "../client";
import { errorFrom, unreachable } from "../error";

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
  if (body === undefined) throw unreachable();
  return { value: (body as { name: string }).name, version: Number(response.headers.get("Problem-Version")) };
}
