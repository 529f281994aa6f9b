import { QueryClient } from "@tanstack/react-query";

import { ApiError } from "./api/error";

const RETRIES_MAX = 3;
const PAUSE_MAX_MS = 8_000;

/** Trying again is for what may pass: a server that restarts, a network that is gone for a moment. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
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
}
