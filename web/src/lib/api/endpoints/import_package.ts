import { connectionLost } from "@/lib/connection";
import { currentSession, refuseToken } from "@/lib/session";

import type { Schemas } from "../client";
import { ApiError, errorFrom, unreachable } from "../error";

export type ImportedProblem = Schemas["ImportedProblem"];

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Sends a package. By XMLHttpRequest, the one way to hear how much of a large file is sent. */
export function importPackage(file: File, onSent: (share: number) => void): Promise<ImportedProblem> {
  return new Promise((resolve, reject: (error: ApiError) => void) => {
    const token = currentSession()?.token ?? "";
    const online = navigator.onLine;
    const request = new XMLHttpRequest();
    request.open("POST", "/problems/import");
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
      if (request.status < 300 && body === undefined) reject(unreachable());
      else if (request.status < 300) resolve(body as ImportedProblem);
      else reject(errorFrom(new Response(null, { status: request.status }), body));
    };
    request.send(file);
  });
}
