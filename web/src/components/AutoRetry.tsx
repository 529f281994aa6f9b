import { Alert } from "@mantine/core";
import { IconClock } from "@tabler/icons-react";
import type { UseMutationResult } from "@tanstack/react-query";
import { useEffect, useState } from "react";

import { ApiError } from "@/lib/api/error";
import { remaining } from "@/lib/format";
import { text } from "@/lib/text";

import { FormError } from "./FormError";

function Countdown({ error, seconds, retry }: { error: ApiError; seconds: number; retry: () => void }) {
  const [end] = useState(() => Date.now() + seconds * 1000);
  const [left, setLeft] = useState(seconds);
  useEffect(() => {
    const timer = setInterval(() => {
      const rest = Math.ceil((end - Date.now()) / 1000);
      setLeft(Math.max(0, rest));
      if (rest > 0) return;
      clearInterval(timer);
      retry();
    }, 250);
    return () => clearInterval(timer);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- one countdown an error
  }, [error]);
  return (
    <Alert color="yellow" variant="light" icon={<IconClock size={18} />} title={error.status === 429 ? text.errors.tooMany : text.errors.busy} className="note-alert">
      {text.errors.kept}{" "}
      <span role="timer" aria-live="off">
        {text.errors.countdown(left > 0 ? remaining(left) : "")}
      </span>
    </Alert>
  );
}

interface RetryProps<Variables> {
  mutation: UseMutationResult<unknown, Error, Variables>;
  /** The text typed by then, where it may be sent. */
  typed: () => Variables | undefined;
}

/** Why a form was not taken. Where the server asks to wait, it counts down and sends what is typed by then by itself. */
export function AutoRetry<Variables>({ mutation, typed }: RetryProps<Variables>) {
  const { error, variables } = mutation;
  const seconds = error instanceof ApiError ? error.pauseSeconds : undefined;
  if (!(error instanceof ApiError) || seconds === undefined || variables === undefined) return <FormError error={error} />;
  return <Countdown key={mutation.failureCount + mutation.submittedAt} error={error} seconds={seconds} retry={() => mutation.mutate(typed() ?? variables)} />;
}
