import { Table, Title } from "@mantine/core";

import { StatusBadge } from "@/components/StatusBadge";
import { TableFrame } from "@/components/TableFrame";
import type { TestReport } from "@/lib/api/resources/submission";
import { kilobytes, milliseconds } from "@/lib/format";
import { text } from "@/lib/text";

/** All tests as figures. */
export function TestTable({ tests }: { tests: TestReport[] }) {
  const columns = text.submission.testColumns;
  const grouped = tests.some((test) => test.group);
  return (
    <section>
      <Title order={2} size="h4" mb={6}>
        {text.submission.allTests}
      </Title>
      <TableFrame label={text.submission.allTests} cards>
        <Table verticalSpacing={6} style={{ whiteSpace: "nowrap" }}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{columns.test}</Table.Th>
              <Table.Th>{columns.verdict}</Table.Th>
              <Table.Th ta="right">{columns.time}</Table.Th>
              <Table.Th ta="right">{columns.memory}</Table.Th>
              <Table.Th>{columns.visibility}</Table.Th>
              {grouped ? <Table.Th>{columns.group}</Table.Th> : null}
              <Table.Th ta="right">{columns.weight}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody className="figure">
            {tests.map((test) => (
              <Table.Tr key={test.index}>
                <Table.Td data-label={columns.test}>{test.index}</Table.Td>
                <Table.Td>
                  <StatusBadge status={test.status} />
                </Table.Td>
                <Table.Td ta="right">{milliseconds(test.timeMs)}</Table.Td>
                <Table.Td ta="right">{kilobytes(test.memoryKb)}</Table.Td>
                <Table.Td>{text.submission.kinds[test.visibility]}</Table.Td>
                {grouped ? <Table.Td data-label={columns.group}>{test.group ?? ""}</Table.Td> : null}
                <Table.Td ta="right" data-label={columns.weight}>{test.weight}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </TableFrame>
    </section>
  );
}
