import { Group, Stack, Text } from "@mantine/core";
import { useState } from "react";

import { StatusBadge } from "@/components/StatusBadge";
import type { Problem } from "@/lib/api/resources/problems";
import type { Submission } from "@/lib/api/resources/submission";
import { kilobytes, milliseconds, score } from "@/lib/format";
import { passedOf, slotsOf, worthShowing } from "@/lib/strip";
import { reasonWords } from "@/lib/reasons";
import { serverReason } from "@/lib/server_words";
import { text } from "@/lib/text";
import { explain, isOpen, isPartial, nameOf, timeOf } from "@/lib/verdicts";

import { CompilerOutput } from "./CompilerOutput";
import { GroupScores } from "./GroupScores";
import { TakeBack } from "./TakeBack";
import { TestDetail } from "./TestDetail";
import { TestStrip } from "./TestStrip";

interface VerdictProps {
  submission: Submission;
  /** The source of the strip's length and the scoring; a deleted problem has none. */
  problem: Pick<Problem, "testCaseCount" | "scoring"> | undefined;
  /** The problem was deleted: nobody can say how many tests it had. */
  gone?: boolean;
  goTo?: ((line: number, column?: number) => void) | undefined;
}

function waitingWords(submission: Submission): string {
  if (submission.queue) {
    const place = text.submission.queue(submission.queue.position);
    const why = serverReason(submission.queue.reason);
    return why === `${place}.` ? why : `${place}: ${why}`;
  }
  return submission.status === "RUNNING" && submission.tests.length === 0 ? text.submission.connecting : explain(submission.status);
}

/** Reasons that a verdict's own name says already. */
const SAYS_NO_MORE = ["", "internal error", "the compiler did not accept the program"];

/** Said in the reader's language where the verdict came with a reason; reports of an earlier server have a sentence alone. */
function verdictWords({ status, message = "", reason, tests }: Submission): string {
  const failed = tests.find((test) => test.status !== "AC");
  const why = reason ?? failed?.reason;
  if (why === undefined) return SAYS_NO_MORE.includes(message) ? explain(status) : message;
  if (why.code === "compilerRefused" || status === "AC") return explain(status);
  if (status === "CE" || status === "IE" || failed === undefined) return reasonWords(why, status === "CE" ? "compiler" : "program");
  const rest = tests.some((test) => test.reason?.code === "notRun") ? ` ${text.reasons.restNotRun}` : "";
  return `${text.submission.test(failed.index)}: ${reasonWords(why)}${rest}`;
}

/** Everything about a verdict, from the queue to the last test. */
export function VerdictView({ submission, problem, gone = false, goTo }: VerdictProps) {
  const [chosen, setChosen] = useState<number>();
  const open = isOpen(submission.status);
  const { tests } = submission;
  const ran = tests.length > 0 || open;
  const slots = ran && submission.status !== "CE" ? slotsOf(submission, problem?.testCaseCount ?? 0) : [];
  const selected = chosen ?? (open ? undefined : worthShowing(tests));
  // A verdict that came before the last test leaves the rest out.
  const allKnown = !gone || submission.status === "AC";
  const passed = passedOf(tests);
  const shown = tests.find((test) => test.index === selected);
  const partial = problem !== undefined && problem.scoring !== "all";
  const judged = !open && submission.status !== "CE" && submission.status !== "CANCELLED";
  // The deciding test says it itself.
  const saidBelow = !open && shown?.message !== undefined && shown.message !== "" && submission.message?.endsWith(shown.message) === true;

  return (
    <Stack gap="md">
      <Stack gap={6} role="status" aria-live="polite">
        <Group gap="md">
          <StatusBadge status={submission.status} large score={judged ? submission.score : undefined} />
          {submission.status === "QUEUED" ? <TakeBack submissionId={submission._id} /> : null}
          {judged && isPartial(submission.status, submission.score) ? (
            <Text size="sm">{nameOf(submission.status)}</Text>
          ) : partial && judged ? (
            <Text fw={650} fz={19} className="figure">
              {text.submission.points(score(submission.score))}
            </Text>
          ) : null}
          {slots.length > 0 ? (
            <Text size="sm" c="dimmed" className="figure">
              {open ? text.submission.progress(tests.length, slots.length) : allKnown ? text.submission.passed(passed, slots.length) : text.submission.passedOfUnknown(passed)}
              {judged ? ` · ${milliseconds(timeOf(submission))} · ${kilobytes(submission.memoryKb)}` : ""}
            </Text>
          ) : null}
        </Group>
        {saidBelow ? null : (
          <Text size="sm" c="dimmed" dir="auto" style={{ overflowWrap: "anywhere" }}>
            {open ? waitingWords(submission) : verdictWords(submission)}
          </Text>
        )}
      </Stack>
      {submission.adminDetail ? (
        <Text size="sm" c="dimmed" style={{ overflowWrap: "anywhere" }}>
          {text.submission.adminDetail}: {submission.adminDetail}
        </Text>
      ) : null}
      {slots.length > 0 ? <TestStrip slots={slots} selected={selected} onSelect={setChosen} /> : null}
      {slots.some((slot) => slot.state === "skipped") && problem?.scoring === "all" ? (
        <Text size="xs" c="dimmed" mt={-8}>
          {text.submission.skippedHint}
        </Text>
      ) : null}
      {problem?.scoring === "groups" && tests.length > 0 && !open ? <GroupScores tests={tests} /> : null}
      {submission.status === "CE" ? <CompilerOutput output={submission.output} goTo={goTo} /> : null}
      {shown ? <TestDetail test={shown} running={open} goTo={goTo} /> : null}
    </Stack>
  );
}
