import { Button, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

import { outdatedQuery, rejudgeProblem, rejudgingBegun, rejudgingDone } from "@/lib/api/resources/rejudging";
import { text } from "@/lib/text";

import { ActionPanel } from "./ActionPanel";
import { ChangedVerdicts } from "./ChangedVerdicts";
import { leftOf, LOOK_EVERY_MS } from "./judging_again";

/** Judges all submissions of a problem again, and says how far that is. */
export function RejudgePanel({ problemId }: { problemId: string }) {
  const client = useQueryClient();
  const begin = useMutation({
    mutationFn: async () => {
      const { submissions } = await rejudgeProblem(problemId);
      return { submissions, at: Date.now() };
    },
    onSuccess: () => void rejudgingBegun(client, problemId),
  });
  const begun = begin.data;
  const counted = useQuery({
    ...outdatedQuery(problemId),
    refetchInterval: ({ state }) => (begun !== undefined && begun.submissions > 0 && !leftOf(state, begun).done ? LOOK_EVERY_MS : false),
  });
  const left = begun === undefined ? undefined : leftOf(counted, begun);
  const done = left?.done === true;
  useEffect(() => {
    if (done) void rejudgingDone(client, problemId);
  }, [done, client, problemId]);
  const { rejudge, rejudgeHint, rejudgeDo, rejudgeNone, rejudging, rejudged } = text.teaching;
  return (
    <ActionPanel
      title={rejudge}
      hint={rejudgeHint}
      error={begin.error}
      action={
        <Button variant="default" loading={begin.isPending} onClick={() => begin.mutate()}>
          {rejudgeDo}
        </Button>
      }
    >
      <div role="status" aria-live="polite">
        {left === undefined ? null : (
          <Text size="sm" mt="md" className="figure">
            {begun?.submissions === 0 ? rejudgeNone : left.done ? rejudged : rejudging(left.waiting, left.more)}
          </Text>
        )}
      </div>
      <ChangedVerdicts problemId={problemId} />
    </ActionPanel>
  );
}
