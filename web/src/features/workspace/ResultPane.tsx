import { Button, Group, ScrollArea, Stack, Tabs, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";

import { FormError } from "@/components/FormError";
import { TextLink } from "@/components/links";
import { Empty, Failure, Loading } from "@/components/states";
import { VerdictView } from "@/components/verdict/VerdictView";
import { languagesQuery } from "@/lib/api/resources/languages";
import type { Problem } from "@/lib/api/resources/problems";
import type { Submission } from "@/lib/api/resources/submission";
import { clock, exactTime } from "@/lib/format";
import { isWaiting, remove, type Outgoing } from "@/lib/outbox";
import { usePrinting } from "@/lib/printing";
import { text } from "@/lib/text";

import { NotSent } from "./NotSent";
import { RunPanel, SampleResults } from "./RunPanel";
import type { Judging } from "./use_judging";
import type { Program } from "./use_program";
import styles from "./Workspace.module.css";

export type ResultTab = "verdict" | "samples" | "input";

interface ResultProps {
  problem: Problem;
  judging: Judging;
  program: Program;
  tab: ResultTab;
  setTab: (tab: ResultTab) => void;
  input: string;
  setInput: (input: string) => void;
  runInput: () => void;
  goTo: (line: number, column?: number) => void;
}

const isOfEditor = ({ language, code }: Pick<Submission, "language" | "code">, program: Program) => program.languageId === language && program.settled === code;

/** Which program a verdict is about, and whether the editor still has it. */
function Judged({ submission, sending, program }: { submission: Submission; sending: Outgoing | undefined; program: Program }) {
  const { data: languages } = useQuery(languagesQuery);
  const name = languages?.find((one) => one.id === submission.language)?.name ?? submission.language;
  const same = isOfEditor(submission, program);
  // The first attempt failed, and the page said "Not sent yet": then it also says when that was over.
  const late = sending?.submissionId === submission._id && sending.retryAt !== undefined;
  return (
    <Group gap="xs" mb="sm">
      <Text size="sm" c="dimmed">
        {text.problem.judged(name, exactTime(submission.createdAt))}
        {same ? `, ${text.problem.judgedSame}` : `. ${text.problem.judgedOther}`}
      </Text>
      {late && sending.sentAt !== undefined ? (
        <Text size="sm">{text.problem.sentLater(clock(sending.sentAt), clock(sending.pressedAt))}</Text>
      ) : null}
    </Group>
  );
}

/** What the server did not take. The newest verdict stays below. */
function Refused({ refused, program }: { refused: Outgoing[]; program: Program }) {
  return refused.map((one) => (
    <Stack key={one.key} gap={4} mb="md">
      <FormError error={one.why} />
      <Group gap="xs">
        {isOfEditor(one, program) ? null : (
          <Button size="compact-sm" variant="default" onClick={() => program.load(one.language, one.code)}>
            {text.problem.loadJudged}
          </Button>
        )}
        <Button size="compact-sm" variant="default" onClick={() => remove(one.key)}>
          {text.problem.putAway}
        </Button>
      </Group>
    </Stack>
  ));
}

function Verdict({ problem, judging, program, goTo }: Pick<ResultProps, "problem" | "judging" | "program" | "goTo">) {
  const { sending, submission } = judging;
  const { as } = useSearch({ from: "/signed-in/problems/$id" });
  if (sending && isWaiting(sending) && sending.retryAt !== undefined) return <NotSent one={sending} />;
  if (submission.data) {
    return (
      <>
        <Judged submission={submission.data} sending={sending} program={program} />
        <VerdictView key={submission.data._id} submission={submission.data} problem={problem} goTo={goTo} />
        <Group gap="lg" mt="md">
          {/* Below: it comes with the first key, and moves nothing. */}
          {isOfEditor(submission.data, program) ? null : (
            <Button size="compact-xs" variant="default" onClick={() => program.load(submission.data.language, submission.data.code)}>
              {text.problem.loadJudged}
            </Button>
          )}
          <TextLink to="/submissions/$id" params={{ id: submission.data._id }} search={{ as }} size="sm">
            {text.problem.wholeSubmission}
          </TextLink>
          {submission.data.status === "AC" ? (
            <TextLink to="/problems" size="sm" activeOptions={{ exact: true }}>
              {text.problem.moreProblems}
            </TextLink>
          ) : null}
        </Group>
      </>
    );
  }
  if (submission.error) return <Failure error={submission.error} retry={() => void submission.refetch()} />;
  if (sending?.state === "waiting" || submission.isLoading) return <Loading lines={3} />;
  if (judging.refused.length > 0) return null;
  return <Empty title={text.problem.noVerdict} detail={text.problem.noVerdictHint} />;
}

const isTab = (value: string | null): value is ResultTab => value === "verdict" || value === "samples" || value === "input";

export function ResultPane({ problem, judging, program, tab, setTab, input, setInput, runInput, goTo }: ResultProps) {
  const { running } = judging;
  const printing = usePrinting();
  const old = running !== undefined && !isOfEditor(running, program);
  const samples = running?.run?.some(({ sample }) => sample !== undefined) === true;
  return (
    <Tabs value={tab} onChange={(value) => isTab(value) && setTab(value)} className={styles.tabs} keepMounted={false} keepMountedMode="display-none">
      <Tabs.List className={styles.tabList}>
        <Tabs.Tab value="verdict">{text.problem.verdict}</Tabs.Tab>
        {samples || tab === "samples" ? <Tabs.Tab value="samples">{text.problem.sampleResults}</Tabs.Tab> : null}
        <Tabs.Tab value="input">{text.problem.myInput}</Tabs.Tab>
      </Tabs.List>
      <ScrollArea className={styles.scroll} type="auto">
        <div className={styles.padded}>
          <Tabs.Panel value="verdict" keepMounted={printing}>
            <Refused refused={judging.refused} program={program} />
            <Verdict problem={problem} judging={judging} program={program} goTo={goTo} />
          </Tabs.Panel>
          <Tabs.Panel value="samples">
            {running && samples ? <SampleResults problem={problem} run={running} old={old} goTo={goTo} /> : null}
          </Tabs.Panel>
          <Tabs.Panel value="input" className="no-print">
            <RunPanel problem={problem} input={input} setInput={setInput} run={running} old={old} runInput={runInput} goTo={goTo} />
          </Tabs.Panel>
        </div>
      </ScrollArea>
    </Tabs>
  );
}
