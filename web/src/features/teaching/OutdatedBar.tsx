import { Alert, Button, Group } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";

import { FormError } from "@/components/FormError";
import { outdatedQuery, rejudgeOutdated } from "@/lib/api/resources/rejudging";
import { text } from "@/lib/text";

import { ChangedVerdicts } from "./ChangedVerdicts";
import { LOOK_EVERY_MS, standingOf } from "./judging_again";

/** How many verdicts were found by earlier tests or limits; judges these again and lists which changed. */
export function OutdatedBar({ problemId }: { problemId: string }) {
  const begin = useMutation<unknown, Error, number>({ mutationFn: () => rejudgeOutdated(problemId) });
  const begunFor = begin.isSuccess ? begin.variables : undefined;
  const { data } = useQuery({
    ...outdatedQuery(problemId),
    refetchInterval: ({ state }) => (state.data !== undefined && standingOf(state.data, begunFor) === "going" ? LOOK_EVERY_MS : false),
  });
  const standing = data === undefined ? "current" : standingOf(data, begunFor);
  const { outdated, outdatedDo, outdatedGoing, outdatedDone } = text.teaching;
  return (
    <div role="status" aria-live="polite">
      {data === undefined || standing === "current" ? null : (
        <Alert variant="light" color="ink" mb="lg" className="quiet-alert">
          <Group justify="space-between">
            {standing === "done"
              ? outdatedDone
              : standing === "going"
                ? outdatedGoing(data.outdated + data.waiting)
                : outdated(data.outdated, data.judged, data.capped ?? false)}
            {standing === "outdated" ? (
              <Button variant="default" size="xs" loading={begin.isPending} onClick={() => begin.mutate(data.rulesVersion)}>
                {outdatedDo}
              </Button>
            ) : null}
          </Group>
          <FormError error={begin.error} />
          {standing === "done" ? <ChangedVerdicts problemId={problemId} /> : null}
        </Alert>
      )}
    </div>
  );
}
