import { connectionLost } from "@/lib/connection";
import { currentSession, refuseToken } from "@/lib/session";

import { errorFrom, unreachable } from "../error";

/** The problem as a zip archive. */
export async function exportPackage(id: string): Promise<Blob> {
  const token = currentSession()?.token ?? "";
  const online = navigator.onLine;
  const response = await fetch(`/problems/${id}/export`, { headers: { Authorization: `Bearer ${token}` } }).catch(() => {
    connectionLost();
    throw unreachable(online);
  });
  if (response.status === 401) refuseToken(token);
  if (!response.ok) throw errorFrom(response, await response.json().catch(() => undefined));
  return response.blob();
}
