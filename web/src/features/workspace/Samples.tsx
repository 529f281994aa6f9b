import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { IconArrowDownRight } from "@tabler/icons-react";

import { CopyButton } from "@/components/CopyButton";
import type { TestCase } from "@/lib/api/resources/problems";
import { bytes } from "@/lib/format";
import { hasWholeInput, hasWholeOutput } from "@/lib/samples";
import { text } from "@/lib/text";

import styles from "./Workspace.module.css";

function Sheet({ label, copyLabel, value, size, cut }: { label: string; copyLabel: string; value: string; size: number; cut: boolean }) {
  return (
    <div className={styles.sheet}>
      <Group justify="space-between" className={styles.sheetHead}>
        <Text size="xs" fw={600} c="dimmed">
          {label}
        </Text>
        <CopyButton value={value} label={copyLabel} />
      </Group>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, and must by keyboard too */}
      <pre tabIndex={0}>{value === "" ? text.problem.empty : value}</pre>
      {cut ? (
        <Text size="xs" c="dimmed" p={8}>
          {text.problem.cut(bytes(size))}
        </Text>
      ) : null}
    </div>
  );
}

/** Public tests, each with its input beside its output. */
export function Samples({ tests, use }: { tests: TestCase[]; use: (input: string) => void }) {
  if (tests.length === 0) return null;
  return (
    <Stack gap="md" mt="lg" component="section" aria-label={text.problem.samples}>
      {tests.map((test, i) => (
        <div key={test._id}>
          <Group justify="space-between" mb={6}>
            <Title order={2} size="h6">
              {text.problem.sample(i + 1)}
            </Title>
            <Button
              size="compact-xs"
              variant="subtle"
              leftSection={<IconArrowDownRight size={13} aria-hidden />}
              aria-label={hasWholeInput(test) ? text.problem.useInputOf(i + 1) : text.problem.useBeginningOf(i + 1)}
              onClick={() => use(test.input)}
            >
              {hasWholeInput(test) ? text.problem.useInput : text.problem.useBeginning}
            </Button>
          </Group>
          <div className={styles.sample}>
            <Sheet
              label={text.problem.input}
              copyLabel={text.problem.copyInput(i + 1)}
              value={test.input}
              size={test.inputBytes}
              cut={!hasWholeInput(test)}
            />
            <Sheet
              label={text.problem.output}
              copyLabel={text.problem.copyOutput(i + 1)}
              value={test.output}
              size={test.outputBytes}
              cut={!hasWholeOutput(test)}
            />
          </div>
        </div>
      ))}
    </Stack>
  );
}
