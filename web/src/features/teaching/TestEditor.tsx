import { Button, FileButton, Group, Loader, Modal, NumberInput, SegmentedControl, SimpleGrid, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { FormError } from "@/components/FormError";
import { byteLength, bytes } from "@/lib/format";
import { text } from "@/lib/text";

import { emptyTest, type TestDraft, type TestRow, type Tests } from "./tests";
import styles from "./Teaching.module.css";

/** Longer texts make a text field crawl. */
const EDITABLE_MAX = 256 * 1024;
const TEXT_MAX = 8 * 1024 * 1024;

function TestText({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }) {
  const [trouble, setTrouble] = useState("");
  const size = byteLength(value);
  const take = async (file: File | null) => {
    if (file === null) return;
    setTrouble(file.size > TEXT_MAX ? text.tests.tooLarge(file.name) : "");
    if (file.size <= TEXT_MAX) onChange(await file.text());
  };
  return (
    <div>
      <Group justify="space-between" mb={4}>
        <Text size="sm" fw={500} aria-hidden>
          {label}
        </Text>
        <FileButton onChange={(file) => void take(file)}>
          {(props) => (
            <Button {...props} size="compact-xs" variant="subtle" aria-label={`${label}: ${text.tests.fromFile}`}>
              {text.tests.fromFile}
            </Button>
          )}
        </FileButton>
      </Group>
      {size > EDITABLE_MAX ? (
        <Text size="sm" c="dimmed">
          {text.tests.large(bytes(size))}
        </Text>
      ) : (
        <Textarea
          aria-label={label}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
          autosize
          minRows={6}
          maxRows={14}
          spellCheck={false}
          classNames={{ input: styles.mono ?? "" }}
        />
      )}
      {trouble ? (
        <Text size="sm" c="var(--bad-text)" role="alert">
          {trouble}
        </Text>
      ) : null}
    </div>
  );
}

interface EditorProps {
  tests: Tests;
  row: TestRow | null;
  position: number;
  onClose: () => void;
}

interface FormProps {
  tests: Tests;
  initial: TestDraft;
  id: string | null;
  onTyped: () => void;
  onClose: () => void;
}

function Form({ tests, initial, id, onTyped, onClose }: FormProps) {
  const form = useForm<TestDraft>({ initialValues: initial, onValuesChange: onTyped });
  const save = async (values: TestDraft) => {
    // What did not change is not sent: a text of megabytes would make a new version of itself.
    const changed = Object.fromEntries(Object.entries(values).filter(([key, value]) => value !== initial[key as keyof TestDraft]));
    try {
      if (id === null) await tests.add(values);
      else if (Object.keys(changed).length > 0) await tests.change(id, changed);
      onClose();
    } catch {
      // Shown below.
    }
  };
  const submit = form.onSubmit((values) => void save(values));
  return (
    // The window stands inside the problem's form: its own form's sending must not send that one.
    <form
      onSubmit={(event) => {
        event.stopPropagation();
        submit(event);
      }}
    >
      <Stack>
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <TestText label={text.tests.input} value={form.values.input} onChange={(value) => form.setFieldValue("input", value)} />
          <TestText label={text.tests.output} value={form.values.output} onChange={(value) => form.setFieldValue("output", value)} />
        </SimpleGrid>
        <Group align="flex-end">
          <div>
            <SegmentedControl
              aria-label={text.tests.visibility}
              data={[
                { value: "public", label: text.tests.public },
                { value: "private", label: text.tests.private },
              ]}
              {...form.getInputProps("visibility")}
            />
          </div>
          <NumberInput label={text.tests.weight} min={0} max={1_000_000} allowDecimal={false} w={110} {...form.getInputProps("weight")} />
          <TextInput label={text.tests.group} maxLength={40} w={160} {...form.getInputProps("group")} />
        </Group>
        <Text size="sm" c="dimmed">
          {text.tests.visibilityHint}
        </Text>
        <FormError error={tests.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {text.general.cancel}
          </Button>
          <Button type="submit" loading={tests.busy}>
            {text.general.save}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** One test in a window of its own; its whole texts are read when it opens. */
export function TestEditor({ tests, row, position, onClose }: EditorProps) {
  const whole = useQuery({
    queryKey: ["test-case", row?.id],
    queryFn: () => tests.read(row?.id ?? ""),
    enabled: row !== null,
    gcTime: 0,
    staleTime: Infinity,
  });
  const [typed, setTyped] = useState(false);
  const onTyped = () => setTyped(true);
  return (
    <Modal
      opened
      onClose={onClose}
      closeOnClickOutside={!typed}
      closeOnEscape={!typed}
      size="xl"
      title={row === null ? text.tests.newTitle : text.tests.editTitle(position)}
      closeButtonProps={{ "aria-label": text.general.close }}
    >
      {row === null ? (
        <Form tests={tests} initial={emptyTest(tests.rows.length === 0)} id={null} onTyped={onTyped} onClose={onClose} />
      ) : whole.data ? (
        <Form tests={tests} initial={whole.data} id={row.id} onTyped={onTyped} onClose={onClose} />
      ) : whole.error ? (
        <FormError error={whole.error} />
      ) : (
        <Group>
          <Loader size="sm" aria-hidden />
          <Text>{text.tests.reading}</Text>
        </Group>
      )}
    </Modal>
  );
}
