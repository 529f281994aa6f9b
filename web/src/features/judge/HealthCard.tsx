import { Group, List, Paper, Title } from "@mantine/core";

import { Facts } from "@/components/verdict/Facts";
import type { Health } from "@/lib/api/resources/health";
import type { Queue } from "@/lib/api/resources/queue";
import { healthWords } from "@/lib/server_words";
import { bytes } from "@/lib/format";
import { text } from "@/lib/text";

import styles from "./Judge.module.css";

const PARTS = ["sandbox", "queue", "database"] as const;

/** Healthy or why not, and the room on the disk. */
export function HealthCard({ health, disk }: { health: Health; disk: Queue["disk"] | undefined }) {
  const reasons = health.reasons ?? [];
  const well = PARTS.every((part) => health[part] === "healthy");
  return (
    <Paper p="lg">
      <Group gap="sm" mb="md">
        <span className={styles.state} data-tone={!well ? "bad" : reasons.length > 0 ? "slow" : "good"} aria-hidden>
          {!well ? "✕" : reasons.length > 0 ? "!" : "✓"}
        </span>
        <Title order={2} size="h4">
          {well && reasons.length === 0 ? text.judge.healthy : text.judge.unhealthy}
        </Title>
      </Group>
      {reasons.length > 0 ? (
        <List size="sm" mb="md" style={{ overflowWrap: "anywhere" }}>
          {reasons.map((reason) => (
            <List.Item key={reason}>{healthWords(reason)}</List.Item>
          ))}
        </List>
      ) : null}
      <Facts
        facts={[
          ...PARTS.map((part) => ({ name: text.judge.parts[part], value: text.judge.conditions[health[part]] })),
          ...(disk === undefined
            ? []
            : [
                { name: text.judge.disk, value: `${bytes(disk.freeBytes)}${disk.freeMinBytes > 0 ? `; ${text.judge.diskBelow(bytes(disk.freeMinBytes))}` : ""}` },
                { name: text.judge.databaseSize, value: `${bytes(disk.databaseBytes)}, ${text.judge.freeInside(bytes(disk.freeInsideBytes))}` },
              ]),
        ]}
      />
    </Paper>
  );
}
