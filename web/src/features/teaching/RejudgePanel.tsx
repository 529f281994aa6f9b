import { Button, Progress, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";

import { judgingStates } from "@/lib/api/endpoints/judging_states";
import { rejudgeProblem } from "@/lib/api/endpoints/rejudge_problem";
import { text } from "@/lib/text";
import { isOpen } from "@/lib/verdicts";

import { ActionPanel } from "./ActionPanel";
import { ChangedVerdicts } from "./ChangedVerdicts";

const LOOK_EVERY_MS = 1_000;

type States = Awaited<ReturnType<typeof judgingStates>>;

/** How many were judged since: those with a verdict that is newer than the one before. */
export function judgedSince(before: States, now: States): number {
  return [...before].filter(([id, { updatedAt }]) => {
    const state = now.get(id);
    return state !== undefined && !isOpen(state.status) && state.updatedAt !== updatedAt;
  }).length;
}

function useProgress(problemId: string, before: States | null) {
  const { data } = useQuery({
    queryKey: ["rejudging", problemId, before === null ? 0 : before.size],
    queryFn: async () => judgedSince(before ?? (new Map() as States), await judgingStates(problemId)),
    enabled: before !== null,
    gcTime: 0,
    staleTime: 0,
    refetchInterval: ({ state }) => (before !== null && (state.data ?? 0) < before.size ? LOOK_EVERY_MS : false),
  });
  return data ?? 0;
}

/** Judges all submissions of a problem again, and says how far that is. */
export function RejudgePanel({ problemId }: { problemId: string }) {
  const client = useQueryClient();
  const [before, setBefore] = useState<States | null>(null);
  const begin = useMutation({
    mutationFn: async () => {
      setBefore(null);
      const states = await judgingStates(problemId);
      await rejudgeProblem(problemId);
      return new Map([...states].filter(([, { status }]) => status !== "CANCELLED"));
    },
    onSuccess: (states) => {
      setBefore(states);
      void client.invalidateQueries({ queryKey: ["submissions"] });
    },
  });
  const done = useProgress(problemId, before);
  const all = before !== null && done >= before.size;
  useEffect(() => {
    if (all) void client.invalidateQueries({ queryKey: ["problem", problemId, "changes"] });
  }, [all, client, problemId]);
  return (
    <ActionPanel
      title={text.teaching.rejudge}
      hint={text.teaching.rejudgeHint}
      error={begin.error}
      action={
        <Button variant="default" loading={begin.isPending} onClick={() => begin.mutate()}>
          {text.teaching.rejudgeDo}
        </Button>
      }
    >
      <div role="status" aria-live="polite">
        {before === null ? null : before.size === 0 ? (
          <Text size="sm" mt="md">
            {text.teaching.rejudgeNone}
          </Text>
        ) : (
          <>
            <Text size="sm" mt="md" mb={4} className="figure">
              {done >= before.size ? text.teaching.rejudged(before.size) : text.teaching.rejudging(done, before.size)}
            </Text>
            <Progress value={(100 * done) / before.size} aria-label={text.teaching.rejudgeLabel} />
          </>
        )}
      </div>
      <ChangedVerdicts problemId={problemId} />
    </ActionPanel>
  );
}
