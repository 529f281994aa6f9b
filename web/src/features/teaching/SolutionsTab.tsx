import { ActionIcon, Button, Group, Select, Stack, Table, Text } from "@mantine/core";
import { IconPencil, IconPlus, IconTrash, IconUpload } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { FilePicker } from "@/components/FilePicker";
import { FormError } from "@/components/FormError";
import { Empty, Loading } from "@/components/states";
import { TableFrame } from "@/components/TableFrame";
import type { Changed } from "@/lib/api/client";
import { ApiError, describe } from "@/lib/api/error";
import { languagesQuery } from "@/lib/api/resources/languages";
import { deleteSolution, putSolution, solutionsChanged, solutionsQuery, type Solution } from "@/lib/api/resources/solutions";
import { verificationQuery } from "@/lib/api/resources/verification";
import { readSource } from "@/lib/source_file";
import { text } from "@/lib/text";

import { FillOutputs } from "./FillOutputs";
import { useVersionHere } from "./problem_version";
import { Question } from "./Question";
import { expectedChoices, expectedOf, SolutionEditor } from "./SolutionEditor";
import styles from "./Teaching.module.css";
import type { Tests } from "./tests";
import { useReopened } from "./TypingWindow";
import { VerificationTable } from "./VerificationTable";

type Stored = Pick<Solution, "name" | "code" | "expected">;

function useSolutions(problemId: string) {
  const client = useQueryClient();
  const version = useVersionHere();
  const { data, error } = useQuery(solutionsQuery(problemId));
  const change = useMutation({
    mutationFn: (work: (version: number) => Promise<Changed<Solution[]>>) => version?.change(work) ?? Promise.resolve([]),
    // After a refusal, too: somebody else may have changed them.
    onSettled: (all) => solutionsChanged(client, problemId, all),
  });
  return {
    all: data,
    error: change.error ?? error,
    busy: change.isPending,
    put: (solution: Stored) => change.mutateAsync((at) => putSolution(at, problemId, solution)),
    remove: (name: string) => change.mutateAsync((at) => deleteSolution(at, problemId, name)),
  };
}

interface RowProps {
  solution: Solution;
  language: string;
  busy: boolean;
  onExpect: (value: string | null) => void;
  onEdit: () => void;
  onRemove: () => void;
}

function Row({ solution, language, busy, onExpect, onEdit, onRemove }: RowProps) {
  const { solutions } = text;
  const button = { variant: "subtle", color: "gray", size: "md", disabled: busy } as const;
  return (
    <Table.Tr>
      <Table.Td className={styles.name}>{solution.name}</Table.Td>
      <Table.Td className={styles.wide}>{language}</Table.Td>
      <Table.Td>
        <Select
          aria-label={solutions.expectedOf(solution.name)}
          size="xs"
          className={styles.expected}
          data={expectedChoices()}
          value={solution.expected}
          allowDeselect={false}
          onChange={onExpect}
        />
      </Table.Td>
      <Table.Td>
        <Group gap={0} wrap="nowrap" justify="flex-end">
          <ActionIcon {...button} aria-label={solutions.edit(solution.name)} onClick={onEdit}>
            <IconPencil size={16} />
          </ActionIcon>
          <ActionIcon {...button} aria-label={solutions.remove(solution.name)} onClick={onRemove}>
            <IconTrash size={16} />
          </ActionIcon>
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}

/** The teacher's programs, the verdicts they should get and got, and what they are good for. */
export function SolutionsTab({ problemId, tests, onTimeLimit }: { problemId: string; tests: Tests; onTimeLimit: (milliseconds: number) => void }) {
  const { all, error, busy, put, remove } = useSolutions(problemId);
  const { data: languages } = useQuery(languagesQuery);
  const { data: table } = useQuery(verificationQuery(problemId));
  const [editing, setEditing] = useState<{ solution: Solution | null; lost?: string } | null>(null);
  const keptAs = `solution.${problemId}.`;
  useReopened(keptAs, all !== undefined, (name) => setEditing({ solution: all?.find((one) => one.name === name) ?? null, lost: name }));
  const [trouble, setTrouble] = useState<string[]>([]);
  const [removing, setRemoving] = useState("");
  /** Files that were chosen and would take the place of solutions. */
  const [replacing, setReplacing] = useState<Stored[]>([]);
  const { solutions } = text;
  const store = (solution: Stored) => put(solution).then(() => true, () => false);
  /** Those that the server refuses are left out, and named with the reason. */
  const storeAll = async (some: Stored[], unread: string[] = []) => {
    const said = unread.map((name) => solutions.unread(name));
    for (const [i, one] of some.entries()) {
      const failure = await put(one).then(() => undefined, (reason: unknown) => reason);
      if (failure === undefined) continue;
      if (failure instanceof ApiError && failure.unreachable) {
        said.push(solutions.leftOut(some.slice(i).map(({ name }) => name).join(", "), ""));
        break;
      }
      said.push(solutions.leftOut(one.name, describe(failure).detail));
    }
    setTrouble(said);
  };
  const upload = async (files: File[]) => {
    setTrouble([]);
    const chosen: Stored[] = [];
    const unread: string[] = [];
    for (const file of files) {
      const read = await readSource(file);
      const known = all?.find(({ name }) => name === file.name);
      if ("refused" in read) unread.push(file.name);
      else if (known?.code !== read.code) chosen.push({ name: file.name, code: read.code, expected: known?.expected ?? "AC" });
    }
    const isKnown = (one: Stored) => all?.some(({ name }) => name === one.name) === true;
    setReplacing(chosen.filter(isKnown));
    await storeAll(
      chosen.filter((one) => !isKnown(one)),
      unread,
    );
  };
  const sources = all
    ?.filter(({ expected }) => expected === "AC")
    .map((solution) => {
      const judged = table?.submissions.find(({ path }) => path.endsWith(`/${solution.name}`));
      const waits = table?.done === false && judged?.message === undefined;
      return { solution, status: judged?.status ?? (waits ? ("QUEUED" as const) : undefined) };
    });
  return (
    <Stack>
      <Group justify="space-between">
        <Text c="dimmed" size="sm" maw={640}>
          {solutions.lead}
        </Text>
        <Group gap="xs">
          <FilePicker multiple onChange={(files) => void upload(files)}>
            {(props) => (
              <Button {...props} variant="default" loading={busy} disabled={all === undefined} leftSection={<IconUpload size={15} aria-hidden />}>
                {solutions.upload}
              </Button>
            )}
          </FilePicker>
          <Button leftSection={<IconPlus size={15} aria-hidden />} disabled={all === undefined} onClick={() => setEditing({ solution: null })}>
            {solutions.add}
          </Button>
        </Group>
      </Group>
      {trouble.length === 0 ? null : (
        <div role="alert">
          {trouble.map((one) => (
            <Text key={one} size="sm" c="var(--slow-text)">
              {one}
            </Text>
          ))}
        </div>
      )}
      {editing === null ? <FormError error={error} /> : null}
      {all === undefined ? (
        <Loading />
      ) : all.length === 0 ? (
        <Empty title={solutions.none} detail={solutions.noneHint} />
      ) : (
        <TableFrame label={solutions.title}>
          <Table verticalSpacing={6} className={styles.list}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{solutions.name}</Table.Th>
                <Table.Th className={styles.wide}>{solutions.language}</Table.Th>
                <Table.Th>{solutions.expected}</Table.Th>
                <Table.Th ta="right">{text.general.actions}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {all.map((solution) => (
                <Row
                  key={solution.name}
                  solution={solution}
                  language={languages?.find(({ id }) => id === solution.language)?.name ?? solution.language}
                  busy={busy}
                  onExpect={(value) => void store({ ...solution, expected: expectedOf(value) })}
                  onEdit={() => setEditing({ solution })}
                  onRemove={() => setRemoving(solution.name)}
                />
              ))}
            </Table.Tbody>
          </Table>
        </TableFrame>
      )}
      {sources === undefined || sources.length === 0 ? null : <FillOutputs problemId={problemId} sources={sources} tests={tests} />}
      {table && table.submissions.length > 0 ? <VerificationTable problemId={problemId} known={table.submissions} onTimeLimit={onTimeLimit} /> : null}
      {removing === "" ? null : (
        <Question
          title={solutions.removeQuestion(removing)}
          hint={solutions.removeHint}
          confirm={solutions.remove(removing)}
          onConfirm={() => void remove(removing).catch(() => undefined)}
          onClose={() => setRemoving("")}
        />
      )}
      {replacing.length === 0 ? null : (
        <Question
          title={solutions.replaceQuestion}
          hint={solutions.replaceHint(replacing.map(({ name }) => name).join(", "), replacing.length)}
          confirm={solutions.replace}
          onConfirm={() => void storeAll(replacing)}
          onClose={() => setReplacing([])}
        />
      )}
      {editing === null ? null : (
        <SolutionEditor
          keptAs={keptAs}
          solution={editing.solution}
          lost={editing.lost}
          taken={all?.map(({ name }) => name) ?? []}
          saving={busy}
          error={error}
          onSave={(solution) => void store(solution).then((good) => good && setEditing(null))}
          onClose={() => setEditing(null)}
        />
      )}
    </Stack>
  );
}
