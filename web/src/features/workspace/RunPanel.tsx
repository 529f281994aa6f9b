import { Group, Loader, Stack, Text, Textarea } from "@mantine/core";
import type { UseMutationResult } from "@tanstack/react-query";

import { FormError } from "@/components/FormError";
import { StatusBadge } from "@/components/StatusBadge";
import { CompilerOutput } from "@/components/verdict/CompilerOutput";
import type { RunResult } from "@/lib/api/endpoints/run";
import { text } from "@/lib/text";

interface RunPanelProps {
  input: string;
  setInput: (input: string) => void;
  run: UseMutationResult<RunResult, Error, void>;
  goTo: (line: number, column?: number) => void;
}

/** An input of one's own, and what the program made of it. */
export function RunPanel({ input, setInput, run, goTo }: RunPanelProps) {
  const result = run.data;
  return (
    <Stack gap="md">
      <Textarea
        label={text.problem.myInputLabel}
        placeholder={text.problem.myInputEmpty}
        value={input}
        onChange={(event) => setInput(event.currentTarget.value)}
        autosize
        minRows={3}
        maxRows={10}
        spellCheck={false}
        styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)", fontSize: 13 } }}
      />
      <div role="status" aria-live="polite">
        {run.isPending ? (
          <Group gap="sm">
            <Loader size="xs" aria-hidden />
            <Text size="sm" c="dimmed">
              {text.problem.running}
            </Text>
          </Group>
        ) : run.error ? (
          <FormError error={run.error} />
        ) : result ? (
          <Stack gap="xs">
            <Group gap="sm">
              <StatusBadge status={result.status} words={result.status === "AC" ? text.problem.finished : undefined} />
              <Text size="sm" c="dimmed" className="figure">
                {result.executionTime} · {result.memoryUsed}
              </Text>
              {result.message ? <Text size="sm">{result.message}</Text> : null}
            </Group>
            {result.status === "CE" ? (
              <CompilerOutput output={result.output} goTo={goTo} />
            ) : (
              <>
                <Text size="sm" c="dimmed">
                  {text.problem.printed}
                </Text>
                {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, and must by keyboard too */}
                <pre className="program-text" style={{ maxHeight: 260 }} tabIndex={0}>
                  {result.output === "" ? text.problem.printedNothing : result.output}
                </pre>
                {result.outputTruncated || result.outputLossy ? (
                  <Text size="xs" c="dimmed">
                    {result.outputTruncated ? text.submission.excerpt : ""} {result.outputLossy ? text.submission.lossy : ""}
                  </Text>
                ) : null}
              </>
            )}
          </Stack>
        ) : null}
      </div>
    </Stack>
  );
}
