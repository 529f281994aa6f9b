import { Badge, Group, Table, UnstyledButton, VisuallyHidden } from "@mantine/core";
import { IconCircle, IconCircleCheckFilled, IconCircleDot } from "@tabler/icons-react";

import { Difficulty } from "@/components/Difficulty";
import { TextLink } from "@/components/links";
import type { ProblemRow } from "@/lib/api/resources/problems";
import type { Mark } from "@/lib/api/resources/progress";
import { text } from "@/lib/text";

import styles from "./ProblemTable.module.css";

function ProgressMark({ mark }: { mark: Mark | undefined }) {
  const Icon = mark === "solved" ? IconCircleCheckFilled : mark === "tried" ? IconCircleDot : IconCircle;
  const label = text.problems.marks[mark ?? "none"];
  return (
    <span className={styles.mark} data-mark={mark ?? "none"} title={label}>
      <Icon size={18} stroke={1.7} aria-hidden />
      <VisuallyHidden>{label}</VisuallyHidden>
    </span>
  );
}

interface TableProps {
  rows: ProblemRow[];
  marks: Map<string, Mark> | undefined;
  pickTag: (tag: string) => void;
}

export function ProblemTable({ rows, marks, pickTag }: TableProps) {
  const { columns } = text.problems;
  return (
    <Table highlightOnHover verticalSpacing="sm" className={styles.table}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th w={44}>
            <VisuallyHidden>{columns.mark}</VisuallyHidden>
          </Table.Th>
          <Table.Th>{columns.title}</Table.Th>
          <Table.Th w={110}>{columns.difficulty}</Table.Th>
          <Table.Th className={styles.wide}>{columns.tags}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((row) => (
          <Table.Tr key={row._id}>
            <Table.Td>
              <ProgressMark mark={marks?.get(row._id)} />
            </Table.Td>
            <Table.Td className={styles.title}>
              <TextLink to="/problems/$id" params={{ id: row._id }} fw={550} fz="inherit" c="var(--mantine-color-text)" className="row-link">
                <bdi>{row.title}</bdi>
              </TextLink>
              {row.published ? null : (
                <Badge ml="xs" size="sm" variant="default">
                  {text.problems.unpublished}
                </Badge>
              )}
            </Table.Td>
            <Table.Td>
              <Difficulty value={row.difficulty} />
            </Table.Td>
            <Table.Td className={styles.wide}>
              <Group gap={6}>
                {row.tags.slice(0, 4).map((tag) => (
                  <UnstyledButton key={tag} className={styles.tag} title={text.problems.byTag(tag)} onClick={() => pickTag(tag)}>
                    <bdi>{tag}</bdi>
                  </UnstyledButton>
                ))}
              </Group>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
