import { queryOptions, type QueryClient } from "@tanstack/react-query";

import { connectionLost } from "@/lib/connection";
import { currentSession, refuseToken } from "@/lib/session";

import type { Schemas } from "../client";
import { ApiError, errorFrom, unreachable } from "../error";
import { outOfDate } from "../out_of_date";
import { problemChanged } from "./problem_changes";
import { testCasesKey, type LineEnds } from "./test_cases";

export type ImportedProblem = Schemas["ImportedProblem"];

/** Whether this server takes and gives problem packages: its own description of its interface says so. */
export const packagesOfferedQuery = queryOptions({
  queryKey: ["packages-offered"],
  queryFn: async ({ signal }) => {
    const response = await fetch("/openapi.yaml", { signal });
    return response.ok && (await response.text()).includes("\n  /problems/import:");
  },
  staleTime: Infinity,
});

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

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isImported = (body: unknown): body is ImportedProblem =>
  typeof body === "object" && body !== null && "_id" in body && "submissions" in body;

/** Sends a package. By XMLHttpRequest, the one way to hear how much of a large file is sent. */
export function importPackage(file: File, lineEnds: LineEnds, onSent: (share: number) => void): Promise<ImportedProblem> {
  return new Promise((resolve, reject: (error: ApiError) => void) => {
    const token = currentSession()?.token ?? "";
    const online = navigator.onLine;
    const request = new XMLHttpRequest();
    request.open("POST", `/problems/import?lineEnds=${lineEnds}`);
    request.setRequestHeader("Content-Type", "application/zip");
    request.setRequestHeader("Authorization", `Bearer ${token}`);
    request.upload.onprogress = ({ loaded, total }) => onSent(total > 0 ? loaded / total : 0);
    request.onerror = () => {
      connectionLost();
      reject(unreachable(online));
    };
    request.onload = () => {
      if (request.status === 401) refuseToken(token);
      const body = parse(request.responseText);
      if (request.status >= 300) reject(errorFrom(new Response(null, { status: request.status }), body));
      else if (isImported(body)) resolve(body);
      else reject(unreachable());
    };
    request.send(file);
  });
}

/** A package may change all of a problem that exists. */
export const packageImported = (client: QueryClient, problemId: string) =>
  Promise.all([problemChanged(client, problemId), outOfDate(client, testCasesKey(problemId))]);
