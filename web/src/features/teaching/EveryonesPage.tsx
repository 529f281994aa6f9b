import { ActionIcon, Button, Menu, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconDots, IconRefresh, IconX } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";

import { ListPager } from "@/components/ListPager";
import { Page } from "@/components/Page";
import { Empty, Failure, Loading } from "@/components/states";
import { SubmissionTable } from "@/components/SubmissionTable";
import { describe } from "@/lib/api/error";
import { cancel, rejudge, submissionChanged } from "@/lib/api/resources/submission";
import { everyonesSubmissionsQuery, SUBMISSIONS_A_PAGE, type EveryonesFilter, type SubmissionRow } from "@/lib/api/resources/submissions";
import { exactTime } from "@/lib/format";
import { text } from "@/lib/text";
import { isOpen } from "@/lib/verdicts";

import { EveryonesFilters } from "./EveryonesFilters";

const LOOK_EVERY_MS = 3_000;

function RowMenu({ row }: { row: SubmissionRow }) {
  const client = useQueryClient();
  const done = (message: string) => ({
    onSuccess: () => {
      notifications.show({ message });
      return submissionChanged(client, row._id);
    },
    onError: (error: unknown) => {
      const { title, detail } = describe(error);
      notifications.show({ color: "red", title, message: detail });
    },
  });
  const again = useMutation({ mutationFn: () => rejudge(row._id), ...done(text.submission.rejudged) });
  const takeBack = useMutation({ mutationFn: () => cancel(row._id), ...done(text.submission.cancelled) });
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={text.everyone.actionsFor(exactTime(row.createdAt))}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconRefresh size={15} />} disabled={isOpen(row.status)} onClick={() => again.mutate()}>
          {text.submission.rejudge}
        </Menu.Item>
        <Menu.Item leftSection={<IconX size={15} />} disabled={row.status !== "QUEUED"} onClick={() => takeBack.mutate()}>
          {text.submission.cancel}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

export function EveryonesPage() {
  const filter = useSearch({ from: "/signed-in/admin/submissions" });
  const navigate = useNavigate();
  const { data, error, isPlaceholderData, refetch } = useQuery({ ...everyonesSubmissionsQuery(filter), refetchInterval: LOOK_EVERY_MS });
  const change = (next: EveryonesFilter) => void navigate({ to: "/admin/submissions", search: next, replace: true });
  const filtered = Boolean(filter.problemId ?? filter.status ?? filter.language ?? filter.userId);
  return (
    <Page
      title={text.everyone.title}
      size="xl"
      aside={
        data ? (
          <Text c="dimmed" size="sm" className="figure">
            {text.general.of(data.total, data.capped, text.submissions.one, text.submissions.many)}
          </Text>
        ) : null
      }
    >
      <EveryonesFilters filter={filter} change={change} />
      {data ? (
        data.rows.length > 0 ? (
          <>
            <SubmissionTable rows={data.rows} people actions={(row) => <RowMenu row={row} />} />
            <ListPager list={data} size={SUBMISSIONS_A_PAGE} place={filter} stale={isPlaceholderData} go={(place) => change({ ...filter, ...place })} />
          </>
        ) : (
          <Empty
            title={filtered ? text.submissions.noMatch : text.everyone.none}
            detail={filtered ? text.submissions.noMatchHint : text.everyone.noneHint}
          >
            {filtered ? (
              <Button variant="default" mt="xs" onClick={() => change({})}>
                {text.general.clearFilters}
              </Button>
            ) : null}
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
