// An error of the API: the server refused the request, or could not be reached.

import { serverMessage, serverReason } from "@/lib/server_words";
import { text } from "@/lib/text";

const PAUSE_SECONDS = 10;

export class ApiError extends Error {
  /** It was to change something, and nothing tries it again by itself. */
  ofChange = false;
  /** There was no network when it was to be sent: the server did nothing. Else it may have done it, and its answer was lost. */
  neverSent = false;

  constructor(
    /** HTTP status; 0 when no answer came at all. */
    readonly status: number,
    /** The failed operation, for a person. */
    message: string,
    /** Why, precisely: the field and the bound. */
    readonly reason: string,
    /** When to try again, where the server said so. */
    readonly retryAfterSeconds?: number,
  ) {
    super(message);
    this.name = "ApiError";
  }

  /** The present version of a problem that somebody else changed since it was read. */
  get presentVersion(): number | undefined {
    const version = this.status === 409 ? /^version: .* it is at (\d+)$/.exec(this.reason)?.[1] : undefined;
    return version === undefined ? undefined : Number(version);
  }
  /**
   * Seconds until another attempt with the same form may be taken, where the server asked to wait. A proxy that refuses
   * what comes too often may not say for how long.
   */
  get pauseSeconds(): number | undefined {
    if (this.unreachable || !this.passing) return undefined;
    return this.retryAfterSeconds ?? (this.status === 429 ? PAUSE_SECONDS : undefined);
  }
  get unreachable(): boolean {
    return this.status === 0;
  }
  /** Trying again may help: nothing about the request itself was wrong. */
  get passing(): boolean {
    return this.unreachable || this.status === 408 || this.status === 429 || this.status >= 500;
  }
}

/** Reads `{message, error}`; whatever else came (a proxy's page, nothing) becomes our own sentence. */
export function errorFrom(response: Response, body: unknown): ApiError {
  const record = typeof body === "object" && body !== null ? (body as Record<string, unknown>) : {};
  const message = typeof record.message === "string" ? record.message : text.errors.unexpected(response.status);
  const reason = typeof record.error === "string" ? record.error : "";
  const seconds = Number(response.headers.get("Retry-After"));
  return new ApiError(response.status, message, reason, Number.isFinite(seconds) && seconds > 0 ? seconds : undefined);
}

/** `online`: whether there was a network when it was sent. An answer that came by halves was sent. */
export function unreachable(online = true): ApiError {
  const error = new ApiError(0, text.errors.unreachable, text.errors.unreachableReason);
  error.neverSent = !online;
  return error;
}

/** The text to show for anything that was thrown. */
export function describe(error: unknown): { title: string; detail: string } {
  if (error instanceof ApiError && error.unreachable && error.ofChange) {
    return { title: error.message, detail: error.neverSent ? text.errors.unsaved : text.errors.maybeSaved };
  }
  if (error instanceof ApiError) return { title: serverMessage(error.message), detail: serverReason(error.reason) };
  // Described already, and kept.
  if (typeof error === "object" && error !== null && "title" in error && "detail" in error) {
    return { title: String(error.title), detail: String(error.detail) };
  }
  return { title: text.errors.ours, detail: error instanceof Error ? error.message : String(error) };
}
