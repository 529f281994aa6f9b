import { Button, Group, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";

import { ButtonLink } from "@/components/links";
import { ListPager } from "@/components/ListPager";
import { Page } from "@/components/Page";
import { Empty, Failure, Loading } from "@/components/states";
import { SubmissionFilters } from "@/components/SubmissionFilters";
import { SubmissionTable } from "@/components/SubmissionTable";
import { mySubmissionsQuery, SUBMISSIONS_A_PAGE, type SubmissionFilter } from "@/lib/api/resources/submissions";
import { text } from "@/lib/text";

/** Two at most: a third takes the place of the first. */
const tick = (ticked: string[], id: string) => (ticked.includes(id) ? ticked.filter((one) => one !== id) : [...ticked, id].slice(-2));

export function MySubmissionsPage() {
  const filter = useSearch({ from: "/signed-in/submissions" });
  const navigate = useNavigate();
  const { data, error, isPlaceholderData, refetch } = useQuery(mySubmissionsQuery(filter));
  const [ticked, setTicked] = useState<string[]>([]);
  const change = (next: SubmissionFilter) => void navigate({ to: "/submissions", search: next, replace: true });
  const filtered = Boolean(filter.problemId ?? filter.status ?? filter.language);
  // Ids are time-ordered: the earlier program stands left.
  const [left, right] = [...ticked].sort();

  return (
    <Page
      title={text.submissions.title}
      aside={
        data && data.total > 0 ? (
          <Text c="dimmed" size="sm" className="figure">
            {text.general.of(data.total, data.capped, text.submissions.one, text.submissions.many)}
          </Text>
        ) : null
      }
    >
      <Group justify="space-between" align="flex-start" gap="sm">
        <Group gap="sm" mb="md">
          <SubmissionFilters filter={filter} change={change} />
        </Group>
        {data && data.rows.length > 1 ? (
          <Group gap="sm" mb="md">
            <Text size="sm" c="dimmed" aria-live="polite">
              {text.submissions.compareHint(ticked.length)}
            </Text>
            {left && right ? (
              <ButtonLink to="/compare" search={{ left, right }} size="sm">
                {text.submissions.compare}
              </ButtonLink>
            ) : (
              <Button size="sm" variant="default" disabled>
                {text.submissions.compare}
              </Button>
            )}
          </Group>
        ) : null}
      </Group>
      {data ? (
        data.rows.length > 0 ? (
          <>
            <SubmissionTable rows={data.rows} ticked={ticked} onTick={(id) => setTicked(tick(ticked, id))} />
            <ListPager list={data} size={SUBMISSIONS_A_PAGE} place={filter} stale={isPlaceholderData} go={(place) => change({ ...filter, ...place })} />
          </>
        ) : filtered ? (
          <Empty title={text.submissions.noMatch} detail={text.submissions.noMatchHint}>
            <Button variant="default" mt="xs" onClick={() => change({})}>
              {text.general.clearFilters}
            </Button>
          </Empty>
        ) : (
          <Empty title={text.submissions.none} detail={text.submissions.noneHint}>
            <ButtonLink to="/problems" mt="xs">
              {text.errors.toProblems}
            </ButtonLink>
          </Empty>
        )
      ) : error ? (
        <Failure error={error} retry={() => void refetch()} />
      ) : (
        <Loading lines={10} />
      )}
    </Page>
  );
}
