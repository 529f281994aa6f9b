import { notifications } from "@mantine/notifications";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { ApiError } from "@/lib/api/error";
import { run } from "@/lib/api/endpoints/run";
import { submissionQuery } from "@/lib/api/endpoints/submission";
import { submit } from "@/lib/api/endpoints/submit";
import { useLive } from "@/lib/live";
import { newKey } from "@/lib/random";
import { text } from "@/lib/text";

import type { Program } from "./use_program";

const SEND_TRIES_MAX = 4;

/** Sending the program: to be judged, or to run on an input of one's own. */
export function useJudging(problemId: string, program: Program, input: string) {
  const client = useQueryClient();
  const [submissionId, setSubmissionId] = useState<string>();

  const submission = useQuery({ ...submissionQuery(submissionId ?? ""), enabled: submissionId !== undefined });
  useLive(submissionId ?? "", submission.data?.status);

  const sending = useMutation({
    // The key makes trying again harmless when only the answer was lost.
    mutationFn: ({ code, language, key }: { code: string; language: string; key: string }) =>
      submit({ problemId, language, code }, key),
    retry: (count, error) => count < SEND_TRIES_MAX && error instanceof ApiError && error.unreachable,
    retryDelay: (count) => 500 * 2 ** count,
    onSuccess: ({ _id }) => {
      setSubmissionId(_id);
      void client.invalidateQueries({ queryKey: ["submissions"] });
    },
  });
  const running = useMutation({
    mutationFn: () => run({ language: program.languageId, code: program.code(), customInput: input }),
  });

  const hasCode = () => {
    if (program.code().trim() !== "") return true;
    notifications.show({ color: "red", message: text.problem.nothingToSubmit });
    return false;
  };
  return {
    submission,
    sending,
    running,
    send: () => {
      if (sending.isPending || !hasCode()) return false;
      sending.mutate({ code: program.code(), language: program.languageId, key: newKey() });
      return true;
    },
    runMine: () => {
      if (running.isPending || !hasCode()) return false;
      running.mutate();
      return true;
    },
  };
}

export type Judging = ReturnType<typeof useJudging>;
