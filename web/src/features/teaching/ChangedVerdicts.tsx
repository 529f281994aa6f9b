import { Group, List, Stack, Table, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { TextLink } from "@/components/links";
import { Pager } from "@/components/Pager";
import { StatusBadge } from "@/components/StatusBadge";
import { TableFrame } from "@/components/TableFrame";
import { changedVerdictsQuery, CHANGES_A_PAGE, type ChangedVerdict } from "@/lib/api/resources/rejudging";
import { text } from "@/lib/text";
import { nameOf } from "@/lib/verdicts";

import styles from "./Teaching.module.css";

function Row({ row }: { row: ChangedVerdict }) {
  const { changes } = text.teaching;
  return (
    <Table.Tr>
      <Table.Td className={styles.name} data-whole>
        <TextLink to="/submissions/$id" params={{ id: row._id }} className="row-link">
          <bdi>{row.userName === "" ? text.submissions.goneUser : row.userName}</bdi>
        </TextLink>
      </Table.Td>
      <Table.Td data-label={changes.before}>
        <StatusBadge status={row.from} score={row.scoreBefore} />
      </Table.Td>
      <Table.Td data-label={changes.after}>
        <StatusBadge status={row.to} score={row.score} />
      </Table.Td>
    </Table.Tr>
  );
}

/** Verdicts before and after the last change of tests, checker, limits or scoring. Nothing where none was judged again. */
export function ChangedVerdicts({ problemId }: { problemId: string }) {
  const [page, setPage] = useState(1);
  const { data } = useQuery(changedVerdictsQuery(problemId, page));
  if (data === undefined || data.compared === 0) return null;
  const { changes } = text.teaching;
  return (
    <Stack gap="xs" mt="md">
      <Text size="sm" fw={550}>
        {changes.summary(data.changed, data.compared, data.capped ?? false)}
      </Text>
      {data.changed === 0 ? null : (
        <>
          <List size="sm">
            {data.changes.map(({ from, to, count }) => (
              <List.Item key={`${from} ${to}`}>{from === to ? changes.points(count, nameOf(from)) : changes.verdicts(count, nameOf(from), nameOf(to))}</List.Item>
            ))}
          </List>
          <TableFrame label={changes.label} cards>
            <Table verticalSpacing={5} className={styles.list}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{changes.student}</Table.Th>
                  <Table.Th>{changes.before}</Table.Th>
                  <Table.Th>{changes.after}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {data.submissions.map((row) => (
                  <Row key={row._id} row={row} />
                ))}
              </Table.Tbody>
            </Table>
          </TableFrame>
          <Group justify="center">
            <Pager page={page} pages={Math.ceil(data.changed / CHANGES_A_PAGE)} onChange={setPage} label={changes.label} />
          </Group>
        </>
      )}
    </Stack>
  );
}
