import { Table, Text } from "@mantine/core";

import { TableFrame } from "@/components/TableFrame";
import type { WaitingJob } from "@/lib/api/resources/queue";
import { serverReason } from "@/lib/server_words";
import { age } from "@/lib/format";
import { text } from "@/lib/text";

import { JobCell } from "./JobCell";
import styles from "./Judge.module.css";

interface TableProps {
  label: string;
  rows: WaitingJob[];
  languageName: (id: string) => string;
}

export function WaitingTable({ label, rows, languageName }: TableProps) {
  const { columns } = text.judge;
  return (
    <TableFrame label={text.judge.table(label)} cards>
      <Table verticalSpacing={8} className={styles.list}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{columns.place}</Table.Th>
            <Table.Th>{columns.job}</Table.Th>
            <Table.Th>{columns.language}</Table.Th>
            <Table.Th>{columns.age}</Table.Th>
            <Table.Th>{columns.why}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((job) => (
            <Table.Tr key={job._id}>
              <Table.Td className="figure" data-label={columns.place}>{job.position ?? text.judge.later}</Table.Td>
              <JobCell job={job} />
              <Table.Td className={styles.plain}>{languageName(job.language)}</Table.Td>
              <Table.Td className={`figure ${styles.plain}`} data-label={columns.age}>{age(job.ageMs)}</Table.Td>
              <Table.Td className={styles.why} data-whole>
                {serverReason(job.reason)}
                {job.lastFailure === undefined || job.lastFailure === "" ? null : (
                  <Text size="xs" c="dimmed">
                    {text.judge.attempts(job.failures)}: {serverReason(job.lastFailure)}
                  </Text>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </TableFrame>
  );
}
