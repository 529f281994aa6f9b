import { notifications } from "@mantine/notifications";
import { useQuery, useQueryClient } from "@tanstack/react-query";

import { languagesChanged } from "@/lib/api/resources/languages";
import type { TestCase } from "@/lib/api/resources/problems";
import { submissionQuery } from "@/lib/api/resources/submission";
import { asStudentSees } from "@/lib/as_student";
import { useLive } from "@/lib/live";
import { enqueue, kindOf, useOutgoing, WAITING_MAX, type Outgoing, type RunInput } from "@/lib/outbox";
import { runsOf } from "@/lib/samples";
import { text } from "@/lib/text";

import type { Program } from "./use_program";

/** On its way right now, rather than kept until the server can be reached. */
export const isUnderWay = (one: Outgoing | undefined): boolean => one?.state === "waiting" && one.retryAt === undefined;

/**
 * Sending the program: to be judged, or to run. `newestId`: the last submission to this problem before. `asStudent`: a teacher
 * sees of the verdict what a student would.
 */
export function useJudging(problemId: string, program: Program, newestId: string | undefined, asStudent: boolean) {
  const all = useOutgoing();
  const client = useQueryClient();
  const submits = all.filter((one) => one.problemId === problemId && kindOf(one) === "submit");
  const sending = submits.findLast(({ state }) => state !== "refused");
  const refused = submits.filter(({ state }) => state === "refused");
  const running = all.findLast((one) => one.problemId === problemId && kindOf(one) === "run");
  // Ids grow with time. One that was sent from another computer may be newer.
  const sentId = sending?.submissionId;
  const submissionId = sending !== undefined && sentId === undefined ? undefined : [sentId, newestId].filter((id) => id !== undefined).sort().at(-1);

  const seen = asStudent ? { select: asStudentSees } : {};
  const submission = useQuery({ ...submissionQuery(submissionId ?? ""), ...seen, enabled: submissionId !== undefined });
  useLive(submissionId ?? "", submission.data?.status);

  const hasCode = () => {
    if (program.code().trim() !== "") return true;
    notifications.show({ color: "red", message: text.problem.nothingToSubmit });
    return false;
  };
  const of = () => ({ problemId, language: program.languageId, code: program.code() });
  // Whether there is a worker for it is asked with each program, not after the minute that an answer of before is good for.
  const enqueueRun = (run: RunInput[]) => {
    enqueue({ ...of(), run });
    void languagesChanged(client);
  };
  return {
    submission,
    sending,
    /** Those that the server did not take, until they are put away. */
    refused,
    running,
    send: () => {
      if (!hasCode()) return false;
      const sent = enqueue(of());
      void languagesChanged(client);
      if (sent !== null) return true;
      notifications.show({ color: "red", message: text.problem.tooManyWait(WAITING_MAX) });
      return false;
    },
    runInput: (input: string) => {
      if (!hasCode()) return false;
      enqueueRun([{ input }]);
      return true;
    },
    runSamples: (samples: TestCase[]) => {
      if (!hasCode()) return false;
      enqueueRun(runsOf(samples));
      return true;
    },
  };
}

export type Judging = ReturnType<typeof useJudging>;
