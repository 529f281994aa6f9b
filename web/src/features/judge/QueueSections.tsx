import { useQuery } from "@tanstack/react-query";

import { Pager } from "@/components/Pager";
import { languagesQuery } from "@/lib/api/resources/languages";
import { JOBS_A_PAGE, type Queue } from "@/lib/api/resources/queue";
import { text } from "@/lib/text";

import { countsOf } from "./queue_counts";
import { RunningTable } from "./RunningTable";
import { Nothing, Section } from "./Section";
import { WaitingTable } from "./WaitingTable";

function useLanguageName() {
  const { data } = useQuery(languagesQuery);
  return (id: string) => data?.find((one) => one.id === id)?.name ?? id;
}

/** The jobs that wait for their turn, those between two attempts, and those that are being judged. */
export function QueueSections({ queue, page, onPage }: { queue: Queue; page: number; onPage: (page: number) => void }) {
  const languageName = useLanguageName();
  const { waiting, delayed, running } = queue;
  const { inTurn, retried } = countsOf(queue, page);
  const cut = (shown: number, all: number) => (shown < all ? text.judge.shown(shown, all) : undefined);
  return (
    <>
      <Section title={text.judge.waiting} count={inTurn}>
        {waiting.length === 0 ? (
          <Nothing>{retried === 0 ? text.judge.waitingNone : text.judge.waitingRetried(retried)}</Nothing>
        ) : (
          <WaitingTable label={text.judge.waiting} rows={waiting} languageName={languageName} />
        )}
        <Pager page={page} pages={Math.ceil(inTurn / JOBS_A_PAGE)} onChange={onPage} label={`${text.judge.waiting}: ${text.general.pages}`} />
      </Section>
      {delayed.length === 0 ? null : (
        <Section title={text.judge.delayed} count={retried} hint={cut(delayed.length, retried)}>
          <WaitingTable label={text.judge.delayed} rows={delayed} languageName={languageName} />
        </Section>
      )}
      <Section title={text.judge.running} count={queue.runningCount} hint={cut(running.length, queue.runningCount)}>
        {running.length === 0 ? <Nothing>{text.judge.runningNone}</Nothing> : <RunningTable rows={running} languageName={languageName} />}
      </Section>
    </>
  );
}
