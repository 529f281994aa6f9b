import { Table, Title } from "@mantine/core";

import { StatusBadge } from "@/components/StatusBadge";
import { TableFrame } from "@/components/TableFrame";
import type { Judging } from "@/lib/api/resources/submission";
import { exactTime, kilobytes, milliseconds, score } from "@/lib/format";
import { text } from "@/lib/text";

/** The verdict of each judging, newest first: a submission may be judged again. */
export function JudgingTable({ judgings }: { judgings: Judging[] }) {
  return (
    <section>
      <Title order={2} size="h4" mb={6}>
        {text.submission.history}
      </Title>
      <TableFrame label={text.submission.history} cards>
        <Table verticalSpacing={6}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{text.submission.judgedAt}</Table.Th>
              <Table.Th>{text.submissions.columns.verdict}</Table.Th>
              <Table.Th ta="right">{text.submission.score}</Table.Th>
              <Table.Th ta="right">{text.submission.time}</Table.Th>
              <Table.Th ta="right">{text.submission.memory}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody className="figure">
            {judgings.map((judging, i) => (
              <Table.Tr key={judging.judgedAt + String(i)}>
                <Table.Td data-whole>
                  {exactTime(judging.judgedAt)} {i === 0 ? `(${text.submission.current})` : ""}
                </Table.Td>
                <Table.Td>
                  <StatusBadge status={judging.status} score={judging.score} />
                </Table.Td>
                <Table.Td ta="right" data-spare>{score(judging.score)}</Table.Td>
                <Table.Td ta="right">{milliseconds(judging.executionTimeMs)}</Table.Td>
                <Table.Td ta="right">{kilobytes(judging.memoryKb)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </TableFrame>
    </section>
  );
}
