import { Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { Page } from "@/components/Page";
import { Pager } from "@/components/Pager";
import { Failure, Loading } from "@/components/states";
import { deadJobsQuery, JOBS_A_PAGE, queueQuery, workersQuery } from "@/lib/api/resources/queue";
import { healthQuery } from "@/lib/api/resources/health";
import { clockSeconds } from "@/lib/format";
import { text } from "@/lib/text";

import { DeadTable } from "./DeadTable";
import { HealthCard } from "./HealthCard";
import styles from "./Judge.module.css";
import { QueueSections } from "./QueueSections";
import { Nothing, Section } from "./Section";
import { WorkerCard } from "./WorkerCard";

const LOOK_EVERY_MS = 5_000;

function DeadSection() {
  const [page, setPage] = useState(1);
  const { data } = useQuery({ ...deadJobsQuery(page), refetchInterval: LOOK_EVERY_MS });
  if (data === undefined) return null;
  const pages = Math.ceil(data.total / JOBS_A_PAGE);
  // The last row of the last page was put back or forgotten.
  if (page > 1 && page > pages && data.rows.length === 0) setPage(Math.max(1, pages));
  return (
    <Section title={text.judge.dead} count={data.total} hint={data.total > 0 ? text.judge.deadHint : undefined}>
      {data.rows.length === 0 ? <Nothing>{text.judge.deadNone}</Nothing> : <DeadTable rows={data.rows} />}
      <Pager page={page} pages={pages} onChange={setPage} label={`${text.judge.dead}: ${text.general.pages}`} />
    </Section>
  );
}

/** The present work of the judge, for administrators: the page reads it again by itself, and says when it did. */
export function JudgePage() {
  const [asked, setAsked] = useState(1);
  const health = useQuery({ ...healthQuery, refetchInterval: LOOK_EVERY_MS });
  const queue = useQuery({ ...queueQuery(asked), refetchInterval: LOOK_EVERY_MS });
  const workers = useQuery({ ...workersQuery, refetchInterval: LOOK_EVERY_MS });
  const error = health.error ?? queue.error ?? workers.error;
  const failing = [health, queue, workers].some(({ failureCount, isError }) => isError || failureCount > 0);
  // The queue became shorter than the page that is open.
  if (asked > 1 && queue.data?.waiting.length === 0 && !queue.isPlaceholderData) setAsked(asked - 1);
  if (health.data === undefined || queue.data === undefined || workers.data === undefined) {
    const again = () => void Promise.all([health.refetch(), queue.refetch(), workers.refetch()]);
    return error === null ? <Loading lines={12} /> : <Failure alone error={error} retry={again} />;
  }
  const read = clockSeconds(Math.min(health.dataUpdatedAt, queue.dataUpdatedAt, workers.dataUpdatedAt));
  return (
    <Page
      title={text.judge.title}
      size="xl"
      aside={
        <Text c="dimmed" size="sm" className="figure">
          {failing ? text.judge.notRead(read) : text.judge.readAt(read)}
        </Text>
      }
    >
      <Stack gap="xl">
        <HealthCard health={health.data} disk={queue.data.disk} />
        <QueueSections queue={queue.data} page={asked} onPage={setAsked} />
        <DeadSection />
        <Section title={text.judge.workers} count={workers.data.length}>
          {workers.data.length === 0 ? (
            <Nothing>{text.judge.workersNone}</Nothing>
          ) : (
            <div className={styles.hosts}>
              {workers.data.map((worker) => (
                <WorkerCard key={worker._id} worker={worker} />
              ))}
            </div>
          )}
        </Section>
      </Stack>
    </Page>
  );
}
