import { Table } from "@mantine/core";

import { TableFrame } from "@/components/TableFrame";
import type { RunningJob } from "@/lib/api/resources/queue";
import { age } from "@/lib/format";
import { text } from "@/lib/text";

import { JobCell } from "./JobCell";
import styles from "./Judge.module.css";

export function RunningTable({ rows, languageName }: { rows: RunningJob[]; languageName: (id: string) => string }) {
  const { columns } = text.judge;
  return (
    <TableFrame label={text.judge.table(text.judge.running)} cards>
      <Table verticalSpacing={8} className={styles.list}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{columns.job}</Table.Th>
            <Table.Th>{columns.language}</Table.Th>
            <Table.Th>{columns.age}</Table.Th>
            <Table.Th>{columns.worker}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((job) => (
            <Table.Tr key={job._id}>
              <JobCell job={job} />
              <Table.Td className={styles.plain}>{languageName(job.language)}</Table.Td>
              <Table.Td className={`figure ${styles.plain}`} data-label={columns.age}>{age(job.ageMs)}</Table.Td>
              <Table.Td className={styles.why} data-label={columns.worker}>{job.workerHost}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </TableFrame>
  );
}
