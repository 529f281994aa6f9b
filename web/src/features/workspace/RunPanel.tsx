import { Group, Loader, Stack, Text, Textarea } from "@mantine/core";
import { IconPlayerPlay } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";

import { DiffView } from "@/components/DiffView";
import { FormError } from "@/components/FormError";
import { StatusBadge } from "@/components/StatusBadge";
import { CompilerOutput } from "@/components/verdict/CompilerOutput";
import { Traceback } from "@/components/verdict/Traceback";
import { languagesQuery } from "@/lib/api/resources/languages";
import type { Problem } from "@/lib/api/resources/problems";
import type { RunResult } from "@/lib/api/resources/runs";
import { isRight } from "@/lib/compare";
import { kilobytes, milliseconds } from "@/lib/format";
import { isWaiting, type Outgoing, type RunInput } from "@/lib/outbox";
import { KEPT_INPUT_MAX } from "@/lib/own_inputs";
import { resultWords } from "@/lib/reasons";
import { hasWholeInput } from "@/lib/samples";
import { text } from "@/lib/text";

import { BusyButton } from "./BusyButton";
import { NotSent } from "./NotSent";

const LOOK_EVERY_MS = 5_000;

type GoTo = (line: number, column?: number) => void;

function Output({ result, expected, goTo }: { result: RunResult; expected?: string | undefined; goTo: GoTo }) {
  if (result.status === "IE") return null;
  if (result.status === "CE") return <CompilerOutput output={result.output} goTo={goTo} />;
  const { errors = "", trace = [] } = result;
  // The output of a crash ends with the error output, which has its own place below.
  const printed = errors !== "" && result.output.endsWith(errors) ? result.output.slice(0, -errors.length) : result.output;
  return (
    <>
      {expected === undefined ? (
        <>
          <Text size="sm" c="dimmed">
            {text.problem.printed}
          </Text>
          {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, and must by keyboard too */}
          <pre className="program-text" style={{ maxHeight: 260 }} tabIndex={0}>
            {printed === "" ? text.problem.printedNothing : printed}
          </pre>
        </>
      ) : (
        <DiffView left={expected} right={result.output} labels={[text.submission.expected, text.submission.got]} />
      )}
      {result.outputTruncated || result.outputLossy ? (
        <Text size="xs" c="dimmed">
          {result.outputTruncated ? text.submission.excerpt : ""} {result.outputLossy ? text.submission.lossy : ""}
        </Text>
      ) : null}
      {errors === "" ? null : <Traceback errors={errors} trace={trace} goTo={goTo} />}
    </>
  );
}

/** One run: how it ended, and of a sample whether the output is right. */
function One({ run, problem, goTo }: { run: RunInput & { result: RunResult }; problem: Problem; goTo: GoTo }) {
  const { sample, result } = run;
  const ended = result.status === "AC";
  const expected = sample?.expected;
  const right = expected !== undefined && ended && isRight(problem.checker, expected, result.output);
  const status = ended && expected !== undefined && !right ? "WA" : result.status;
  const words = !ended ? undefined : expected === undefined ? text.problem.finished : right ? text.problem.sampleRight : undefined;
  return (
    <Stack gap="xs" component="section" aria-label={sample === undefined ? text.problem.myInput : text.problem.sample(sample.number)}>
      <Group gap="sm">
        {sample === undefined ? null : <Text fw={600}>{text.problem.sample(sample.number)}</Text>}
        <StatusBadge status={status} words={words} />
        <Text size="sm" c="dimmed" className="figure">
          {milliseconds(result.executionTimeMs)} · {kilobytes(result.memoryKb)}
        </Text>
        {resultWords(result) === "" ? null : <Text size="sm">{resultWords(result)}</Text>}
      </Group>
      {ended && sample !== undefined && expected === undefined ? (
        <Text size="sm" c="dimmed">
          {text.problem.notCompared}
        </Text>
      ) : null}
      {right ? null : <Output result={result} expected={status === "WA" ? expected : undefined} goTo={goTo} />}
    </Stack>
  );
}

interface ResultsProps {
  run: Outgoing;
  problem: Problem;
  /** The editor has another program or language by now. */
  old: boolean;
  goTo: GoTo;
}

function Results({ run, problem, old, goTo }: ResultsProps) {
  // A run of a language that no worker judges now waits: the page says so, and sees when one is back.
  const { data: languages } = useQuery({ ...languagesQuery, refetchInterval: isWaiting(run) ? LOOK_EVERY_MS : false });
  const done = (run.run ?? []).filter((one): one is RunInput & { result: RunResult } => one.result !== undefined);
  const compared = (one: RunInput) => one.sample?.expected !== undefined;
  const right = done.filter(
    ({ sample, result }) => sample?.expected !== undefined && result.status === "AC" && isRight(problem.checker, sample.expected, result.output),
  );
  const count = run.run?.filter(compared).length ?? 0;
  const found = languages?.find((one) => one.id === run.language);
  const language = found?.name ?? run.language;
  const away = found?.available === false ? text.problem.runAway(language) : undefined;
  return (
    <Stack gap="md" role="status" aria-live="polite">
      {isWaiting(run) && run.retryAt === undefined && away === undefined ? (
        <Group gap="sm">
          <Loader size="xs" aria-hidden />
          <Text size="sm" c="dimmed">
            {text.problem.running}
          </Text>
        </Group>
      ) : null}
      {isWaiting(run) && (run.retryAt !== undefined || away !== undefined) ? <NotSent one={run} away={away} /> : null}
      {run.state === "refused" && run.why ? <FormError error={run.why} /> : null}
      {old && done.length > 0 ? <Text size="sm">{text.problem.ranEarlier}</Text> : null}
      {done.length > 0 ? (
        <Text size="sm" c="dimmed">
          {count > 0 && !isWaiting(run) ? `${text.problem.samplesPassed(right.length, count)} · ` : ""}
          {text.problem.ranWith(language)}
        </Text>
      ) : null}
      {done.map((one, i) => (
        <One key={i} run={one} problem={problem} goTo={goTo} />
      ))}
    </Stack>
  );
}

interface RunPanelProps {
  problem: Problem;
  input: string;
  setInput: (input: string) => void;
  run: Outgoing | undefined;
  old: boolean;
  runInput: () => void;
  goTo: GoTo;
}

/** An input of one's own, and the output of the program. */
export function RunPanel({ problem, input, setInput, run, old, runInput, goTo }: RunPanelProps) {
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
      {input.length > KEPT_INPUT_MAX ? (
        <Text size="xs" c="dimmed" role="status">
          {text.problem.inputNotKept(KEPT_INPUT_MAX)}
        </Text>
      ) : null}
      <Group>
        <BusyButton
          size="xs"
          variant="default"
          leftSection={<IconPlayerPlay size={14} aria-hidden />}
          busy={run !== undefined && isWaiting(run) && run.retryAt === undefined}
          onClick={runInput}
        >
          {text.problem.run}
        </BusyButton>
      </Group>
      {run && run.run?.every(({ sample }) => sample === undefined) ? <Results run={run} problem={problem} old={old} goTo={goTo} /> : null}
    </Stack>
  );
}

/** The samples, each with what the program made of it. */
export function SampleResults({ problem, run, old, goTo }: ResultsProps) {
  const samples = problem.testCases.filter((test) => test.visibility === "public");
  return (
    <Stack gap="md">
      <Results run={run} problem={problem} old={old} goTo={goTo} />
      {samples.some((test) => !hasWholeInput(test)) ? (
        <Text size="xs" c="dimmed">
          {text.problem.sampleLeftOut}
        </Text>
      ) : null}
    </Stack>
  );
}
