import { Group, ScrollArea, Tabs } from "@mantine/core";

import { FormError } from "@/components/FormError";
import { TextLink } from "@/components/links";
import { Empty, Failure, Loading } from "@/components/states";
import { VerdictView } from "@/components/verdict/VerdictView";
import type { Problem } from "@/lib/api/endpoints/problem";
import { text } from "@/lib/text";

import { RunPanel } from "./RunPanel";
import type { Judging } from "./use_judging";
import styles from "./Workspace.module.css";

export type ResultTab = "verdict" | "input";

interface ResultProps {
  problem: Problem;
  judging: Judging;
  tab: ResultTab;
  setTab: (tab: ResultTab) => void;
  input: string;
  setInput: (input: string) => void;
  goTo: (line: number, column?: number) => void;
}

function Verdict({ problem, judging, goTo }: Pick<ResultProps, "problem" | "judging" | "goTo">) {
  const { sending, submission } = judging;
  if (sending.error) return <FormError error={sending.error} />;
  if (submission.data) {
    return (
      <>
        <VerdictView key={submission.data._id} submission={submission.data} problem={problem} goTo={goTo} />
        <Group gap="lg" mt="md">
          <TextLink to="/submissions/$id" params={{ id: submission.data._id }} size="sm">
            {text.problem.wholeSubmission}
          </TextLink>
          {submission.data.status === "AC" ? (
            <TextLink to="/problems" size="sm">
              {text.problem.moreProblems}
            </TextLink>
          ) : null}
        </Group>
      </>
    );
  }
  if (submission.error) return <Failure error={submission.error} retry={() => void submission.refetch()} />;
  if (sending.isPending || submission.isLoading) return <Loading lines={3} />;
  return <Empty title={text.problem.noVerdict} detail={text.problem.noVerdictHint} />;
}

export function ResultPane({ problem, judging, tab, setTab, input, setInput, goTo }: ResultProps) {
  return (
    <Tabs value={tab} onChange={(value) => setTab(value === "input" ? "input" : "verdict")} className={styles.tabs} keepMounted={false}>
      <Tabs.List className={styles.tabList}>
        <Tabs.Tab value="verdict">{text.problem.verdict}</Tabs.Tab>
        <Tabs.Tab value="input">{text.problem.myInput}</Tabs.Tab>
      </Tabs.List>
      <ScrollArea className={styles.scroll} type="auto">
        <div className={styles.padded}>
          <Tabs.Panel value="verdict">
            <Verdict problem={problem} judging={judging} goTo={goTo} />
          </Tabs.Panel>
          <Tabs.Panel value="input">
            <RunPanel input={input} setInput={setInput} run={judging.running} goTo={goTo} />
          </Tabs.Panel>
        </div>
      </ScrollArea>
    </Tabs>
  );
}
