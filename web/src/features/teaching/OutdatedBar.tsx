import { Alert, Button, Group } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";

import { FormError } from "@/components/FormError";
import { outdatedQuery } from "@/lib/api/endpoints/outdated";
import { rejudgeProblem } from "@/lib/api/endpoints/rejudge_problem";
import { text } from "@/lib/text";

const LOOK_EVERY_MS = 2_000;

/** How many verdicts were found by earlier tests or limits, and the way to judge them again. */
export function OutdatedBar({ problemId }: { problemId: string }) {
  const begin = useMutation({ mutationFn: () => rejudgeProblem(problemId) });
  const { data } = useQuery({
    ...outdatedQuery(problemId),
    refetchInterval: ({ state }) => (begin.isSuccess && (state.data?.outdated ?? 0) > 0 ? LOOK_EVERY_MS : false),
  });
  const left = data?.outdated ?? 0;
  const { outdated, outdatedDo, outdatedGoing, outdatedDone } = text.teaching;
  return (
    <div role="status" aria-live="polite">
      {data === undefined || (left === 0 && !begin.isSuccess) ? null : (
        <Alert variant="light" color="ink" mb="lg" className="quiet-alert">
          <Group justify="space-between">
            {left === 0 ? outdatedDone : begin.isSuccess ? outdatedGoing(left) : outdated(left, data.judged, data.capped ?? false)}
            {left === 0 || begin.isSuccess ? null : (
              <Button variant="default" size="xs" loading={begin.isPending} onClick={() => begin.mutate()}>
                {outdatedDo}
              </Button>
            )}
          </Group>
          <FormError error={begin.error} />
        </Alert>
      )}
    </div>
  );
}
