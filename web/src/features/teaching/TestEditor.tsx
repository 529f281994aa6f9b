import { Button, Group, NumberInput, SegmentedControl, SimpleGrid, Text, Textarea, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { FilePicker } from "@/components/FilePicker";
import { testCaseKey } from "@/lib/api/resources/test_cases";
import { byteLength, bytes } from "@/lib/format";
import { text } from "@/lib/text";

import { draftOf, emptyTest, type TestDraft, type TestRow, type Tests } from "./tests";
import styles from "./Teaching.module.css";
import { TypingWindow } from "./TypingWindow";

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
        <FilePicker onChange={(file) => void take(file)}>
          {(props) => (
            <Button {...props} size="compact-xs" variant="subtle" aria-label={`${label}: ${text.tests.fromFile}`}>
              {text.tests.fromFile}
            </Button>
          )}
        </FilePicker>
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
  /** The id of one that somebody removed while its changes were kept. */
  lost?: string | undefined;
  position: number;
  onClose: () => void;
}

/** One test in its own window; its whole texts are read when it opens. */
export function TestEditor({ tests, row, lost = "", position, onClose }: EditorProps) {
  const whole = useQuery({
    queryKey: testCaseKey(row?.id),
    queryFn: () => tests.read(row?.id ?? ""),
    enabled: row !== null,
    gcTime: 0,
    staleTime: Infinity,
  });
  const initial = row === null ? emptyTest(tests.rows.length === 0) : whole.data && draftOf(whole.data);
  const save = async (values: TestDraft) => {
    // Unchanged text is not sent: a text of megabytes would make a new version of itself.
    const changed = Object.fromEntries(Object.entries(values).filter(([key, value]) => value !== initial?.[key as keyof TestDraft]));
    try {
      if (row === null) await tests.add(values);
      else if (Object.keys(changed).length > 0) await tests.change(row.id, changed);
      onClose();
    } catch {
      // Shown in the window.
    }
  };
  return (
    <TypingWindow<TestDraft>
      title={row === null ? text.tests.newTitle : text.tests.editTitle(position)}
      name={`${tests.keptAs}${row?.id ?? lost}`}
      initial={initial}
      reading={text.tests.reading}
      unread={whole.error}
      saving={tests.busy}
      error={tests.error}
      onSave={(values) => void save(values)}
      onClose={onClose}
    >
      {(form) => (
        <>
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
        </>
      )}
    </TypingWindow>
  );
}
