import { Alert, Button, Group } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";

import { FormError } from "@/components/FormError";
import { outdatedQuery, type Outdated } from "@/lib/api/endpoints/outdated";
import { rejudgeOutdated } from "@/lib/api/endpoints/rejudge_outdated";
import { text } from "@/lib/text";

import { ChangedVerdicts } from "./ChangedVerdicts";

const LOOK_EVERY_MS = 1_000;

/** How many are to be judged again, queued or not. */
const toGo = (data: Outdated | undefined) => (data === undefined ? 0 : data.outdated + data.waiting);

/** How many verdicts were found by earlier tests or limits; judges these again and lists which changed. */
export function OutdatedBar({ problemId }: { problemId: string }) {
  const begin = useMutation({ mutationFn: () => rejudgeOutdated(problemId) });
  const { data } = useQuery({
    ...outdatedQuery(problemId),
    refetchInterval: ({ state }) => (begin.isSuccess && toGo(state.data) > 0 ? LOOK_EVERY_MS : false),
  });
  const left = begin.isSuccess ? toGo(data) : (data?.outdated ?? 0);
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
          {left === 0 ? <ChangedVerdicts problemId={problemId} /> : null}
        </Alert>
      )}
    </div>
  );
}
