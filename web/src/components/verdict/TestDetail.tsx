import { Button, Group, Stack, Text } from "@mantine/core";
import { IconLock } from "@tabler/icons-react";

import { CopyButton } from "@/components/CopyButton";
import { DiffView } from "@/components/DiffView";
import { StatusBadge } from "@/components/StatusBadge";
import type { TestReport } from "@/lib/api/resources/submission";
import { isolated } from "@/lib/bidi";
import { kilobytes, milliseconds } from "@/lib/format";
import { reasonWords } from "@/lib/reasons";
import { text } from "@/lib/text";
import { withMarks } from "@/lib/unseen";

import { Traceback } from "./Traceback";

function Excerpt({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <Group justify="space-between" mb={2}>
        <Text size="sm" c="dimmed">
          {label}
        </Text>
        <CopyButton value={value} label={`${text.general.copy}: ${label}`} />
      </Group>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, and must by keyboard too */}
      <pre className="program-text" style={{ maxHeight: 220 }} tabIndex={0}>
        {value === "" ? text.problem.empty : withMarks(value)}
      </pre>
    </div>
  );
}

/** One test: figures for everyone, texts where they may be seen. */
export function TestDetail({ test, running, goTo }: { test: TestReport; running: boolean; goTo?: ((line: number) => void) | undefined }) {
  const { reason, errors } = test;
  const line = reason?.line;
  const readable = test.visibility === "public" || test.input !== "" || test.expected !== "" || test.output !== "";
  const compared = test.status === "WA" || test.status === "AC";
  return (
    <Stack gap="sm" component="section" aria-label={text.submission.test(test.index)}>
      <Group gap="sm">
        <Text fw={600}>{text.submission.test(test.index)}</Text>
        <StatusBadge status={test.status} />
        <Text size="sm" c="dimmed" className="figure">
          {running ? milliseconds(test.timeMs) : `${text.reasons.cpu(milliseconds(test.timeMs))} · ${text.reasons.wall(milliseconds(test.wallMs))}`}
          {" · "}
          {kilobytes(test.memoryKb)}
          {test.group ? ` · ${text.submission.group} ${isolated(test.group)}` : ""}
        </Text>
      </Group>
      {reason || test.message ? (
        <Group gap="sm">
          <Text size="sm" dir="auto" style={{ overflowWrap: "anywhere" }}>
            {reason ? reasonWords(reason) : test.message}
          </Text>
          {line !== undefined && goTo ? (
            <Button size="compact-xs" variant="default" onClick={() => goTo(line)}>
              {text.reasons.goTo(line)}
            </Button>
          ) : null}
        </Group>
      ) : null}
      {errors !== undefined && errors !== "" ? <Traceback errors={errors} trace={test.trace ?? []} goTo={goTo} /> : null}
      {running ? (
        <Text size="sm" c="dimmed">
          {text.submission.textsLater}
        </Text>
      ) : readable ? (
        <>
          {test.status === "WA" ? (
            <>
              <DiffView left={test.expected} right={test.output} labels={[text.submission.expected, text.submission.got]} />
              <Excerpt label={text.submission.input} value={test.input} />
            </>
          ) : (
            <>
              <Excerpt label={text.submission.input} value={test.input} />
              {compared ? null : <Excerpt label={text.submission.expected} value={test.expected} />}
              <Excerpt label={text.submission.got} value={test.output} />
            </>
          )}
          {test.truncated || test.outputLossy ? (
            <Text size="xs" c="dimmed">
              {test.truncated ? text.submission.excerpt : ""} {test.outputLossy ? text.submission.lossy : ""}
            </Text>
          ) : null}
        </>
      ) : (
        <Group gap={8} wrap="nowrap" align="flex-start" c="dimmed">
          <IconLock size={18} aria-hidden style={{ flex: "none", marginTop: 2 }} />
          <Text size="sm">
            {text.submission.private}. {text.submission.privateHint}
          </Text>
        </Group>
      )}
    </Stack>
  );
}
