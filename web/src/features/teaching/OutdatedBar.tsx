import { Alert, Button, Group } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { FormError } from "@/components/FormError";
import { outdatedQuery, rejudgeOutdated, type Outdated } from "@/lib/api/resources/rejudging";
import { text } from "@/lib/text";

import { ChangedVerdicts } from "./ChangedVerdicts";
import { askedFor, LOOK_EVERY_MS, rememberAsked, standingOf } from "./judging_again";

/** How many verdicts were found by earlier tests or limits; judges these again and lists which changed. */
export function OutdatedBar({ problemId }: { problemId: string }) {
  const [asked, setAsked] = useState(() => askedFor(problemId));
  const begin = useMutation<unknown, Error, number>({
    mutationFn: () => rejudgeOutdated(problemId),
    onSuccess: (_, rulesVersion) => ask(rulesVersion),
  });
  const ask = (rulesVersion: number | undefined) => {
    rememberAsked(problemId, rulesVersion);
    setAsked(rulesVersion);
  };
  // The queueing of an earlier visit may have ended with the server: what is still old then can be asked for again.
  const standingNow = (now: Outdated) => standingOf(now, begin.isSuccess || now.outdated === 0 ? asked : undefined);
  const { data } = useQuery({
    ...outdatedQuery(problemId),
    refetchInterval: ({ state }) => (state.data !== undefined && standingNow(state.data) === "going" ? LOOK_EVERY_MS : false),
  });
  const standing = data === undefined ? "current" : standingNow(data);
  const { outdated, outdatedDo, outdatedGoing, outdatedDone } = text.teaching;
  return (
    <div role="status" aria-live="polite">
      {data === undefined || standing === "current" ? null : (
        <Alert
          variant="light"
          color="ink"
          mb="lg"
          className="quiet-alert"
          withCloseButton={standing === "done"}
          closeButtonLabel={text.general.close}
          onClose={() => ask(undefined)}
        >
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
