import { Group, List, Paper, Text, Title } from "@mantine/core";
import { Fragment } from "react";

import type { Worker } from "@/lib/api/resources/queue";
import { healthWords, serverReason } from "@/lib/server_words";
import { exactTime, secondsAgo } from "@/lib/format";
import { text } from "@/lib/text";

import styles from "./Judge.module.css";

/** A worker: whether it lives, and each language with its version, or why it cannot be judged there. */
export function WorkerCard({ worker }: { worker: Worker }) {
  return (
    <Paper p="md">
      <Group justify="space-between" wrap="nowrap" align="flex-start" mb={4}>
        <Title order={3} size="h5" style={{ overflowWrap: "anywhere", minWidth: 0 }}>
          {worker.host}
        </Title>
        <span className={styles.state} data-tone={worker.alive ? "good" : "bad"}>
          {worker.alive ? text.judge.alive : text.judge.lost}
        </span>
      </Group>
      <Text size="sm" c="dimmed" mb="sm">
        {text.judge.version(worker.version)}, {text.judge.slots(worker.slots)},{" "}
        <time dateTime={worker.lastSeen} title={exactTime(worker.lastSeen)}>
          {text.judge.seen(secondsAgo(worker.lastSeen))}
        </time>
      </Text>
      {worker.missingLayers.length === 0 ? null : (
        <>
          <Text size="sm" fw={550}>
            {text.judge.missing}
          </Text>
          <List size="sm" mb="sm" lang="en">
            {worker.missingLayers.map((layer) => (
              <List.Item key={layer}>{serverReason(layer)}</List.Item>
            ))}
          </List>
        </>
      )}
      <dl className={styles.languages} aria-label={text.judge.languagesOf(worker.host)}>
        {worker.languages.map((language) => (
          <Fragment key={language.id}>
            <dt>{language.name}</dt>
            {language.available ? (
              <dd>{language.version}</dd>
            ) : (
              <dd data-tone="bad">{language.reason === undefined || language.reason === "" ? text.judge.languageAbsent : healthWords(language.reason)}</dd>
            )}
          </Fragment>
        ))}
      </dl>
    </Paper>
  );
}
