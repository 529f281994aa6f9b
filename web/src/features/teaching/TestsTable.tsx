import { ActionIcon, Button, Checkbox, Group, Modal, NumberInput, Progress, Select, Stack, Switch, Table, Text, TextInput } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconPencil, IconPlus, IconTrash, IconUpload } from "@tabler/icons-react";
import { useState } from "react";

import { FilePicker } from "@/components/FilePicker";
import { FormError } from "@/components/FormError";
import { Empty, Loading } from "@/components/states";
import { TableFrame } from "@/components/TableFrame";
import { bytes } from "@/lib/format";
import { text } from "@/lib/text";

import { RemoveQuestion, RemovingProgress, useRemoveMany } from "./RemoveManyTests";
import { SetManyTests } from "./SetManyTests";
import { TestEditor } from "./TestEditor";
import { type TestRow, type Tests } from "./tests";
import styles from "./Teaching.module.css";
import { useReopened } from "./TypingWindow";
import { useChosen } from "./use_chosen";
import { useUpload } from "./use_upload";

const WEIGHT_MAX = 1_000_000;
const GROUP_MAX = 40;

function Beginning({ value, size }: { value: string; size: number }) {
  return (
    <div className={styles.beginning}>
      <code>{value === "" ? text.tests.empty : value.slice(0, 80)}</code>
      <span>{bytes(size)}</span>
    </div>
  );
}

interface RowProps {
  row: TestRow;
  position: number;
  count: number;
  tests: Tests;
  chosen: boolean;
  onChoose: (chosen: boolean, range: boolean) => void;
  onEdit: () => void;
  onRemove: () => void;
}

function Row({ row, position, count, tests, chosen, onChoose, onEdit, onRemove }: RowProps) {
  const change = (some: Parameters<Tests["change"]>[1]) => void tests.change(row.id, some).catch(() => undefined);
  const move = (by: -1 | 1) => void tests.move(row.id, by).catch(() => undefined);
  const button = { variant: "subtle", color: "gray", size: "md", disabled: tests.busy } as const;
  return (
    <Table.Tr>
      <Table.Td className="figure">
        <Checkbox
          size="xs"
          label={position}
          aria-label={text.tests.set.choose(position)}
          checked={chosen}
          // With Shift the browser would mark text as well.
          onMouseDown={(event) => event.shiftKey && event.preventDefault()}
          onChange={(event) => onChoose(event.currentTarget.checked, event.nativeEvent instanceof MouseEvent && event.nativeEvent.shiftKey)}
        />
      </Table.Td>
      <Table.Td data-label={text.tests.columns.input}>
        <Beginning value={row.input} size={row.inputBytes} />
      </Table.Td>
      <Table.Td data-label={text.tests.columns.output}>
        <Beginning value={row.output} size={row.outputBytes} />
      </Table.Td>
      <Table.Td data-label={text.tests.columns.visibility}>
        <Select
          aria-label={text.tests.visibilityOf(position)}
          size="xs"
          className={styles.kind}
          allowDeselect={false}
          data={[
            { value: "public", label: text.tests.public },
            { value: "private", label: text.tests.private },
          ]}
          value={row.visibility}
          onChange={(value) => value !== row.visibility && change({ visibility: value === "public" ? "public" : "private" })}
        />
      </Table.Td>
      <Table.Td data-label={text.tests.columns.weight}>
        <NumberInput
          key={`${row.id}.${row.weight}`}
          aria-label={text.tests.weightOf(position)}
          size="xs"
          className={styles.weight}
          min={0}
          max={WEIGHT_MAX}
          allowDecimal={false}
          defaultValue={row.weight}
          onBlur={(event) => {
            const weight = Math.min(WEIGHT_MAX, Math.max(0, Number.parseInt(event.currentTarget.value, 10) || 0));
            if (weight !== row.weight) change({ weight });
          }}
        />
      </Table.Td>
      <Table.Td data-label={text.tests.columns.group}>
        <TextInput
          key={`${row.id}.${row.group}`}
          aria-label={text.tests.groupOf(position)}
          size="xs"
          className={styles.group}
          maxLength={GROUP_MAX}
          defaultValue={row.group}
          onBlur={(event) => event.currentTarget.value !== row.group && change({ group: event.currentTarget.value })}
        />
      </Table.Td>
      <Table.Td>
        <Group gap={0} wrap="nowrap" justify="flex-end">
          <ActionIcon {...button} aria-label={text.tests.up(position)} disabled={tests.busy || position === 1} onClick={() => move(-1)}>
            <IconArrowUp size={16} />
          </ActionIcon>
          <ActionIcon {...button} aria-label={text.tests.down(position)} disabled={tests.busy || position === count} onClick={() => move(1)}>
            <IconArrowDown size={16} />
          </ActionIcon>
          <ActionIcon {...button} aria-label={text.tests.edit(position)} onClick={onEdit}>
            <IconPencil size={16} />
          </ActionIcon>
          <ActionIcon {...button} aria-label={text.tests.remove(position)} onClick={onRemove}>
            <IconTrash size={16} />
          </ActionIcon>
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}

export function TestsTable({ tests }: { tests: Tests }) {
  const [editing, setEditing] = useState<{ row: TestRow | null; lost?: string } | null>(null);
  useReopened(tests.keptAs, !tests.loading, (id) => setEditing({ row: tests.rows.find((row) => row.id === id) ?? null, lost: id }));
  const [removing, setRemoving] = useState<number | null>(null);
  const { upload, progress, trouble, notes } = useUpload(tests);
  const { chosen, choose, chooseAll } = useChosen(tests.rows.map(({ id }) => id));
  const unmark = () => chooseAll(false);
  const [removingMany, setRemovingMany] = useState(false);
  const removal = useRemoveMany(tests, unmark);
  const { columns } = text.tests;
  const first = tests.rows[0];
  const doomed = removing === null ? undefined : tests.rows[removing - 1];
  const last = tests.keepsOne && tests.rows.length === 1;

  return (
    <Stack>
      <Group justify="space-between">
        <Text c="dimmed" size="sm" className="figure">
          {text.general.of(tests.rows.length, false, text.tests.one, text.tests.many)}
        </Text>
        <Group gap="xs">
          <FilePicker multiple onChange={(files) => void upload(files)}>
            {(props) => (
              <Button {...props} variant="default" leftSection={<IconUpload size={15} aria-hidden />} title={text.tests.uploadHint}>
                {text.tests.upload}
              </Button>
            )}
          </FilePicker>
          <Button leftSection={<IconPlus size={15} aria-hidden />} onClick={() => setEditing({ row: null })}>
            {text.tests.add}
          </Button>
        </Group>
      </Group>
      <Switch
        label={text.tests.convertLineEnds}
        description={text.tests.convertLineEndsHint}
        checked={tests.lineEnds === "convert"}
        onChange={(event) => tests.setLineEnds(event.currentTarget.checked ? "convert" : "keep")}
      />
      {progress ? (
        <div role="status">
          <Text size="sm">{text.tests.uploading(progress.done, progress.total)}</Text>
          <Progress value={(100 * progress.done) / progress.total} aria-label={text.tests.upload} />
        </div>
      ) : null}
      {trouble ? (
        <Text size="sm" c="var(--slow-text)" role="alert">
          {trouble}
        </Text>
      ) : null}
      {notes.map((note) => (
        <Text key={note} size="sm" role="status">
          {note}
        </Text>
      ))}
      <FormError error={tests.error} />
      {first === undefined || tests.loading || tests.rows.some(({ visibility }) => visibility === "public") ? null : (
        <Group gap="sm" role="status">
          <Text size="sm">{text.tests.noSample}</Text>
          <Button
            size="compact-sm"
            variant="default"
            disabled={tests.busy}
            onClick={() => void tests.change(first.id, { visibility: "public" }).catch(() => undefined)}
          >
            {text.tests.firstPublic}
          </Button>
        </Group>
      )}
      {removal.progress ? <RemovingProgress {...removal.progress} /> : null}
      {removal.trouble === "" ? null : (
        <Text size="sm" c="var(--bad-text)" role="alert">
          {removal.trouble}
        </Text>
      )}
      {chosen.length > 0 ? <SetManyTests tests={tests} chosen={chosen} onDone={unmark} onRemove={() => setRemovingMany(true)} /> : null}
      {removingMany ? (
        <RemoveQuestion tests={tests} chosen={chosen} remove={(ids) => void removal.remove(ids)} onClose={() => setRemovingMany(false)} />
      ) : null}
      {tests.loading ? (
        <Loading />
      ) : tests.rows.length === 0 ? (
        <Empty title={text.tests.none} detail={`${text.tests.noneHint} ${text.tests.uploadHint}`} />
      ) : (
        <TableFrame label={text.teaching.tabs.tests} cards>
          <Table verticalSpacing={6} className={styles.tests}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th w={56}>
                  <Checkbox
                    size="xs"
                    label={
                      <>
                        <span className={styles.wide}>{columns.position}</span>
                        <span className={styles.narrow}>{text.tests.set.chooseAll}</span>
                      </>
                    }
                    aria-label={text.tests.set.chooseAll}
                    checked={chosen.length === tests.rows.length}
                    indeterminate={chosen.length > 0 && chosen.length < tests.rows.length}
                    onChange={(event) => chooseAll(event.currentTarget.checked)}
                  />
                </Table.Th>
                <Table.Th>{columns.input}</Table.Th>
                <Table.Th>{columns.output}</Table.Th>
                <Table.Th>{columns.visibility}</Table.Th>
                <Table.Th>{columns.weight}</Table.Th>
                <Table.Th>{columns.group}</Table.Th>
                <Table.Th ta="right">{text.general.actions}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {tests.rows.map((row, i) => (
                <Row
                  key={row.id}
                  row={row}
                  position={i + 1}
                  count={tests.rows.length}
                  tests={tests}
                  chosen={chosen.includes(row.id)}
                  onChoose={(wanted, range) => choose(row.id, wanted, range)}
                  onEdit={() => setEditing({ row })}
                  onRemove={() => setRemoving(i + 1)}
                />
              ))}
            </Table.Tbody>
          </Table>
        </TableFrame>
      )}
      {editing ? (
        <TestEditor
          tests={tests}
          row={editing.row}
          lost={editing.lost}
          position={editing.row ? tests.rows.findIndex((row) => row.id === editing.row?.id) + 1 : tests.rows.length + 1}
          onClose={() => setEditing(null)}
        />
      ) : null}
      <Modal
        opened={doomed !== undefined}
        onClose={() => setRemoving(null)}
        title={text.tests.removeQuestion(removing ?? 0)}
        closeButtonProps={{ "aria-label": text.general.close }}
      >
        <Text size="sm">{last ? text.tests.lastStays : text.tests.removeHint}</Text>
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={() => setRemoving(null)}>
            {last ? text.general.close : text.general.cancel}
          </Button>
          {last ? null : (
            <Button
              color="red"
              onClick={() => {
                if (doomed) void tests.remove(doomed.id).catch(() => undefined);
                setRemoving(null);
              }}
            >
              {text.tests.remove(removing ?? 0)}
            </Button>
          )}
        </Group>
      </Modal>
    </Stack>
  );
}
