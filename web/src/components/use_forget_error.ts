import type { UseMutationResult } from "@tanstack/react-query";
import { useEffect } from "react";

import { ApiError } from "@/lib/api/error";

/** The error belongs to the refused text: it goes with the first change. One that counts down stays. */
export function useForgetError<Data, Variables>(mutation: UseMutationResult<Data, Error, Variables>, typed: unknown): void {
  useEffect(() => {
    const waits = mutation.error instanceof ApiError && mutation.error.pauseSeconds !== undefined;
    if (mutation.error !== null && !waits) mutation.reset();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- only what is typed
  }, [typed]);
}
