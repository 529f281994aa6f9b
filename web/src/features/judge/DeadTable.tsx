import { Button, Group, Modal, Table, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { FormError } from "@/components/FormError";
import { TableFrame } from "@/components/TableFrame";
import { forgetDeadJob, queueChanged, retryDeadJob, type DeadJob } from "@/lib/api/resources/queue";
import { describe } from "@/lib/api/error";
import { serverReason } from "@/lib/server_words";
import { ago, exactTime } from "@/lib/format";
import { text } from "@/lib/text";

import { JobCell, jobName } from "./JobCell";
import styles from "./Judge.module.css";

function useOrder(order: (id: string) => Promise<unknown>, message: string, onDone?: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: order,
    onSuccess: () => {
      onDone?.();
      notifications.show({ message });
      return queueChanged(client);
    },
  });
}

function Forgetting({ job, onClose }: { job: DeadJob; onClose: () => void }) {
  const forget = useOrder(forgetDeadJob, text.judge.forgotten, onClose);
  return (
    <Modal opened onClose={onClose} title={text.judge.forgetQuestion} closeButtonProps={{ "aria-label": text.general.close }}>
      <Text size="sm">{jobName(job)}</Text>
      <Text size="sm" c="dimmed">
        {text.judge.forgetHint}
      </Text>
      <FormError error={forget.error} />
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose}>
          {text.general.cancel}
        </Button>
        <Button color="red" loading={forget.isPending} onClick={() => forget.mutate(job._id)}>
          {text.judge.forget}
        </Button>
      </Group>
    </Modal>
  );
}

function RetryButton({ job }: { job: DeadJob }) {
  const retry = useOrder(retryDeadJob, text.judge.retried);
  const refused = (error: unknown) => {
    const { title, detail } = describe(error);
    notifications.show({ color: "red", title, message: detail });
  };
  return (
    <Button
      size="compact-sm"
      variant="default"
      aria-label={text.judge.retryOf(jobName(job))}
      loading={retry.isPending}
      onClick={() => retry.mutate(job._id, { onError: refused })}
    >
      {text.judge.retry}
    </Button>
  );
}

export function DeadTable({ rows }: { rows: DeadJob[] }) {
  const { columns } = text.judge;
  const [forgetting, forget] = useState<DeadJob | null>(null);
  return (
    <>
      {forgetting === null ? null : <Forgetting job={forgetting} onClose={() => forget(null)} />}
      <TableFrame label={text.judge.table(text.judge.dead)} cards>
        <Table verticalSpacing={8} className={styles.list}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{columns.job}</Table.Th>
              <Table.Th>{columns.reason}</Table.Th>
              <Table.Th>{columns.when}</Table.Th>
              <Table.Th>{text.general.actions}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((job) => (
              <Table.Tr key={job._id}>
                <JobCell job={job} />
                <Table.Td className={styles.why} data-whole>{serverReason(job.reason)}</Table.Td>
                <Table.Td className={styles.plain} data-label={columns.when}>
                  <time dateTime={job.diedAt} title={exactTime(job.diedAt)}>
                    {ago(job.diedAt)}
                  </time>
                </Table.Td>
                <Table.Td data-last>
                  <Group gap={6} wrap="nowrap">
                    <RetryButton job={job} />
                    <Button size="compact-sm" variant="default" aria-label={text.judge.forgetOf(jobName(job))} onClick={() => forget(job)}>
                      {text.judge.forget}
                    </Button>
                  </Group>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </TableFrame>
    </>
  );
}
