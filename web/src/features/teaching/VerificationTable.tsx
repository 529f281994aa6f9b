import { Button, Group, List, Progress, Stack, Table, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconCircleCheckFilled, IconCircleXFilled } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";

import { FormError } from "@/components/FormError";
import { StatusBadge } from "@/components/StatusBadge";
import { TableFrame } from "@/components/TableFrame";
import { changeProblem, changeProblemAt, problemChanged } from "@/lib/api/resources/problem_changes";
import { languagesQuery } from "@/lib/api/resources/languages";
import { problemQuery } from "@/lib/api/resources/problems";
import { testCasesQuery } from "@/lib/api/resources/test_cases";
import { verificationQuery, type BundledSubmission } from "@/lib/api/resources/verification";
import { limit, milliseconds } from "@/lib/format";
import { reasonWords, type Reason } from "@/lib/reasons";
import { text } from "@/lib/text";
import { expectedWords, testsByName, verificationWords } from "@/lib/server_words";
import { isOpen } from "@/lib/verdicts";

import { useVersionHere } from "./problem_version";
import styles from "./Teaching.module.css";

type TestNames = ReadonlyMap<string, string> | undefined;

/** The file's name, with its folder where another solution has the same. */
function nameIn(path: string, rows: BundledSubmission[]): string {
  const nameOf = (one: string) => one.replace(/^submissions\/(?:[^/]+\/)?/, "");
  const isUnique = rows.filter((row) => nameOf(row.path) === nameOf(path)).length === 1;
  return isUnique ? nameOf(path) : path.replace(/^submissions\//, "");
}

/** Each once: what is not as expected, or why it was not judged. */
function sentences({ findings, unexpected, message, reason, asExpected }: BundledSubmission, tests: TestNames): string[] {
  const words = (said: string, why?: Reason) => verificationWords(said, why, tests);
  const all = findings?.map((one) => words(one.sentence, one.reason)) ?? unexpected?.map((one) => words(one)) ?? [];
  // The reason of the whole is that of a test above.
  if (all.length === 0 && message && asExpected !== true) all.push(reason === undefined ? verificationWords(message) : reasonWords(reason));
  return [...new Set(all)];
}

function Found({ submission, waits }: { submission: BundledSubmission; waits: boolean }) {
  if (submission.status === undefined) return <>{waits && !submission.message ? <StatusBadge status="QUEUED" /> : text.packages.notJudged}</>;
  if (isOpen(submission.status)) return <StatusBadge status={submission.status} />;
  const good = submission.asExpected === true;
  const Icon = good ? IconCircleCheckFilled : IconCircleXFilled;
  return (
    <Group gap={6} wrap="nowrap">
      <span className={styles.outcome} data-good={good} title={good ? text.packages.asExpected : text.packages.unexpected}>
        <Icon size={17} role="img" aria-label={good ? text.packages.asExpected : text.packages.unexpected} />
      </span>
      <StatusBadge status={submission.status} />
    </Group>
  );
}

interface RowProps {
  submission: BundledSubmission;
  name: string;
  tests: TestNames;
  waits: boolean;
  language: string;
}

function Row({ submission, name, tests, waits, language }: RowProps) {
  return (
    <Table.Tr>
      <Table.Td className={styles.name}>
        {name}
        <Text size="xs" className={styles.narrow}>
          {text.packages.columns.expected}: {expectedWords(submission.expected)}
        </Text>
        {sentences(submission, tests).map((sentence) => (
          <Text key={sentence} size="xs" c="dimmed">
            {sentence}
          </Text>
        ))}
      </Table.Td>
      <Table.Td className={styles.wide}>{language}</Table.Td>
      <Table.Td className={styles.wide}>{expectedWords(submission.expected)}</Table.Td>
      <Table.Td>
        <Found submission={submission} waits={waits} />
      </Table.Td>
      <Table.Td ta="right" className={`figure ${styles.wide ?? ""}`} style={{ whiteSpace: "nowrap" }}>
        {milliseconds(submission.executionTimeMs)}
      </Table.Td>
    </Table.Tr>
  );
}

interface TableProps {
  problemId: string;
  known: BundledSubmission[];
  /** A form beside the table then holds the new limit, too. */
  onTimeLimit?: (milliseconds: number) => void;
}

/** Expected and actual verdicts of the submissions that came with a package. */
export function VerificationTable({ problemId, known, onTimeLimit }: TableProps) {
  const { data, error } = useQuery(verificationQuery(problemId));
  const { data: languages } = useQuery(languagesQuery);
  const { columns } = text.packages;
  const rows = data?.submissions ?? known;
  // Sentences name tests.
  const named = rows.some(({ findings, unexpected }) => ((findings ?? unexpected)?.length ?? 0) > 0);
  const testCases = useQuery({ ...testCasesQuery(problemId), enabled: named });
  const tests = useMemo(() => testCases.data && testsByName(testCases.data), [testCases.data]);
  const waits = data?.done === false;
  const judged = rows.filter((row) => (row.status === undefined ? row.message !== undefined : !isOpen(row.status))).length;
  return (
    <Stack gap="xs">
      <div role="status" aria-live="polite">
        {waits ? (
          <>
            <Text size="sm" mb={4} className="figure">
              {text.packages.judging(judged, rows.length)}
            </Text>
            <Progress value={(100 * judged) / Math.max(1, rows.length)} aria-label={text.packages.judgingLabel} />
          </>
        ) : data ? (
          <Text size="sm" fw={550} c={data.asExpected ? "var(--good-text)" : "var(--bad-text)"}>
            {data.asExpected ? text.packages.allAsExpected : text.packages.notAllAsExpected}
          </Text>
        ) : null}
      </div>
      <FormError error={error} />
      {data && data.complaints.length > 0 ? (
        <List size="sm">
          {data.complaints.map((complaint) => (
            <List.Item key={complaint}>{verificationWords(complaint)}</List.Item>
          ))}
        </List>
      ) : null}
      <TableFrame label={text.packages.bundled}>
        <Table verticalSpacing={5} className={styles.list}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{columns.file}</Table.Th>
              <Table.Th className={styles.wide}>{columns.language}</Table.Th>
              <Table.Th className={styles.wide}>{columns.expected}</Table.Th>
              <Table.Th>{columns.found}</Table.Th>
              <Table.Th ta="right" className={styles.wide}>{columns.slowest}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((row) => (
              <Row
                key={row.path}
                submission={row}
                name={nameIn(row.path, rows)}
                tests={tests}
                waits={waits}
                language={languages?.find((one) => one.id === row.language)?.name ?? row.language}
              />
            ))}
          </Table.Tbody>
        </Table>
      </TableFrame>
      {data && !data.timeLimitGiven && data.proposedTimeLimitMs !== undefined && data.proposedTimeLimitMs !== data.timeLimitMs ? (
        <TimeLimit problemId={problemId} proposed={data.proposedTimeLimitMs} {...(onTimeLimit === undefined ? {} : { onTimeLimit })} />
      ) : null}
    </Stack>
  );
}

/** The limit that the measured times ask for, where the package names none. */
function TimeLimit({ problemId, proposed, onTimeLimit }: Omit<TableProps, "known"> & { proposed: number }) {
  const client = useQueryClient();
  const version = useVersionHere();
  const take = useMutation({
    mutationFn: async () => {
      const { limits } = await client.query(problemQuery(problemId));
      const body = { limits: { ...limits, timeLimitMs: proposed } };
      await (version === null ? changeProblem(problemId, body) : version.change((at) => changeProblemAt(at, problemId, body)));
    },
    onSuccess: () => {
      onTimeLimit?.(proposed);
      notifications.show({ message: text.teaching.saved });
      return problemChanged(client, problemId);
    },
  });
  return (
    <>
      <Group justify="space-between">
        <Text size="sm">{text.packages.noTimeLimit(limit(proposed))}</Text>
        <Button size="xs" variant="default" loading={take.isPending} onClick={() => take.mutate()}>
          {text.packages.takeTimeLimit(limit(proposed))}
        </Button>
      </Group>
      <FormError error={take.error} />
    </>
  );
}
