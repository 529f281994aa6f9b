import { Checkbox, Table, VisuallyHidden } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { TextLink } from "@/components/links";
import { StatusBadge } from "@/components/StatusBadge";
import { languagesQuery } from "@/lib/api/resources/languages";
import type { SubmissionRow } from "@/lib/api/resources/submissions";
import { ago, exactTime, kilobytes, milliseconds, score } from "@/lib/format";
import { text } from "@/lib/text";
import { isPartial, nameOf, timeOf } from "@/lib/verdicts";

import { TableFrame } from "./TableFrame";
import styles from "./SubmissionTable.module.css";

type Column = "problem" | "user" | "score" | "time" | "memory";

interface TableProps {
  label?: string;
  rows: SubmissionRow[];
  hide?: Column[];
  /** Rows are of several people: says whose each is. */
  people?: boolean;
  /** Ids that are ticked, and what ticking does: without it there are no boxes. */
  ticked?: string[];
  onTick?: (id: string) => void;
  actions?: (row: SubmissionRow) => ReactNode;
  /** A teacher looks at them as a student, and so at each that is opened. */
  as?: "student" | undefined;
}

/** A submission that did not compile or was cancelled has no figures. */
const ran = ({ status }: SubmissionRow) => status !== "CE" && status !== "CANCELLED";

export function SubmissionTable({ label = text.shell.submissions, rows, hide = [], people = false, ticked = [], onTick, actions, as }: TableProps) {
  const { data: languages } = useQuery(languagesQuery);
  const languageName = (id: string) => languages?.find((one) => one.id === id)?.name ?? id;
  const { columns } = text.submissions;
  const has = (column: Column) => !hide.includes(column);
  return (
    <TableFrame label={label} cards>
      <Table highlightOnHover verticalSpacing={8} className={styles.table}>
        <Table.Thead>
          <Table.Tr>
            {onTick ? (
              <Table.Th w={36}>
                <VisuallyHidden>{columns.select}</VisuallyHidden>
              </Table.Th>
            ) : null}
            <Table.Th>{columns.verdict}</Table.Th>
            {has("problem") ? <Table.Th>{columns.problem}</Table.Th> : null}
            {people ? <Table.Th>{columns.user}</Table.Th> : null}
            {has("score") ? <Table.Th ta="right">{columns.score}</Table.Th> : null}
            <Table.Th>{columns.language}</Table.Th>
            {has("time") ? <Table.Th ta="right">{columns.time}</Table.Th> : null}
            {has("memory") ? <Table.Th ta="right">{columns.memory}</Table.Th> : null}
            <Table.Th>{columns.when}</Table.Th>
            {actions ? (
              <Table.Th>
                <VisuallyHidden>{text.general.actions}</VisuallyHidden>
              </Table.Th>
            ) : null}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => {
            const when = exactTime(row.createdAt);
            return (
              <Table.Tr key={row._id}>
                {onTick ? (
                  <Table.Td>
                    <Checkbox
                      size="xs"
                      aria-label={text.submissions.select(when)}
                      checked={ticked.includes(row._id)}
                      onChange={() => onTick(row._id)}
                    />
                  </Table.Td>
                ) : null}
                <Table.Td>
                  <TextLink to="/submissions/$id" params={{ id: row._id }} search={{ as }} aria-label={`${isPartial(row.status, row.score) ? text.submission.points(score(row.score)) : nameOf(row.status)}. ${text.submissions.open(when)}`} underline="never" className="row-link">
                    <StatusBadge status={row.status} score={row.score} />
                  </TextLink>
                </Table.Td>
                {has("problem") ? (
                  <Table.Td className={styles.title} data-whole>
                    {row.problemTitle === "" ? (
                      text.submissions.goneProblem
                    ) : (
                      <TextLink to="/problems/$id" params={{ id: row.problemId }} c="var(--mantine-color-text)" fz="inherit">
                        <bdi>{row.problemTitle}</bdi>
                      </TextLink>
                    )}
                  </Table.Td>
                ) : null}
                {people ? (
                  <Table.Td className={styles.title} data-whole>
                    <bdi>{row.userName || text.submissions.goneUser}</bdi>
                  </Table.Td>
                ) : null}
                {has("score") ? (
                  <Table.Td ta="right" className="figure" data-spare>
                    {score(row.score)}
                  </Table.Td>
                ) : null}
                <Table.Td>{languageName(row.language)}</Table.Td>
                {has("time") ? (
                  <Table.Td ta="right" className="figure">
                    {milliseconds(ran(row) ? timeOf(row) : null)}
                  </Table.Td>
                ) : null}
                {has("memory") ? (
                  <Table.Td ta="right" className="figure">
                    {kilobytes(ran(row) ? row.memoryKb : null)}
                  </Table.Td>
                ) : null}
                <Table.Td>
                  <time dateTime={row.createdAt} title={when}>
                    {ago(row.createdAt)}
                  </time>
                </Table.Td>
                {actions ? <Table.Td data-last>{actions(row)}</Table.Td> : null}
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </TableFrame>
  );
}
