import { Table, Text } from "@mantine/core";

import { TextLink } from "@/components/links";
import type { QueuedJob } from "@/lib/api/resources/queue";
import { isolated } from "@/lib/bidi";
import { text } from "@/lib/text";

import styles from "./Judge.module.css";

const joined = (words: (string | undefined)[], between: string) => words.flatMap((one) => (one ? [isolated(one)] : [])).join(between);

/** The owner, the kind and the problem of a job. */
export const jobName = ({ kind, problemTitle, userName }: QueuedJob): string => joined([text.judge.kinds[kind], problemTitle, userName], ", ");

export function JobCell({ job }: { job: QueuedJob }) {
  const kind = text.judge.kinds[job.kind];
  return (
    <Table.Td className={styles.job} data-whole>
      {job.submissionId === undefined ? (
        kind
      ) : (
        <TextLink to="/submissions/$id" params={{ id: job.submissionId }} fz="inherit" aria-label={jobName(job)} className="row-link">
          {kind}
        </TextLink>
      )}
      <Text size="xs" c="dimmed">
        {joined([job.problemTitle, job.userName ?? text.judge.nobody], " · ")}
      </Text>
    </Table.Td>
  );
}
