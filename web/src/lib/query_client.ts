import { MutationCache, QueryClient } from "@tanstack/react-query";

import { ApiError } from "./api/error";
import { currentSession, onSession } from "./session";

const RETRIES_MAX = 3;
const PAUSE_MAX_MS = 8_000;

/**
 * A user who signs in, out, or as somebody else sees nothing of what was there before. Before anything is drawn for them: a
 * query that is forgotten while it is asked would never be answered.
 */
function forgetWithSession(client: QueryClient): void {
  let shownTo = currentSession()?.userId;
  onSession(() => {
    const now = currentSession()?.userId;
    if (now === shownTo) return;
    // From one person to another, by another tab: the pages that are open ask again.
    if (now !== undefined && shownTo !== undefined) void client.resetQueries();
    else client.getQueryCache().clear();
    shownTo = now;
  });
}

/** Trying again is for what may pass: a server that restarts, a network that is gone for a moment. */
export function makeQueryClient(): QueryClient {
  const client = new QueryClient({
    // Before it is shown. What is kept to be sent later (lib/outbox.ts, lib/draft_sync.ts) is no mutation.
    mutationCache: new MutationCache({
      onError: (error) => {
        if (error instanceof ApiError) error.ofChange = true;
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        networkMode: "always",
        retry: (count, error) => count < RETRIES_MAX && error instanceof ApiError && error.passing,
        retryDelay: (count, error) => {
          const asked = error instanceof ApiError ? (error.retryAfterSeconds ?? 0) * 1000 : 0;
          return Math.min(PAUSE_MAX_MS, Math.max(asked, 500 * 2 ** count));
        },
      },
      mutations: { networkMode: "always" },
    },
  });
  forgetWithSession(client);
  return client;
}
