import { Button, Group, List, Modal, Progress, Select, Stack, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import type { Solution } from "@/lib/api/resources/solutions";
import { testCasesChanged } from "@/lib/api/resources/test_cases";
import { text } from "@/lib/text";
import { isOpen, nameOf, type Status } from "@/lib/verdicts";

import styles from "./Teaching.module.css";
import type { Tests } from "./tests";
import { useFillOutputs } from "./use_fill_outputs";

/** A solution that should be accepted, and what it came to; nothing where it was not judged. */
export interface Source {
  solution: Solution;
  status: Status | undefined;
}

const verdictOf = ({ status }: Source) => (status === undefined ? text.packages.notJudged : isOpen(status) ? text.teaching.checkRunning : nameOf(status));
const isRight = ({ status }: Source) => status === "AC";

/**
 * Takes expected outputs from a solution: of the tests that have none, or of all. One that is accepted is offered; any other
 * has to be chosen, for it may be what is wrong.
 */
export function FillOutputs({ problemId, sources, tests }: { problemId: string; sources: Source[]; tests: Tests }) {
  const client = useQueryClient();
  const { fill, progress, troubles } = useFillOutputs(() => testCasesChanged(client, problemId));
  const [chosen, choose] = useState<string | null>(null);
  // With the verdict that the question names, though it is judged again meanwhile.
  const [asked, ask] = useState<Source | null>(null);
  const source = sources.find(({ solution }) => solution.name === chosen) ?? sources.find(isRight);
  const all = tests.rows.map(({ id, outputBytes }, i) => ({ id, position: i + 1, outputBytes }));
  const empty = all.filter(({ outputBytes }) => outputBytes === 0);
  const { solutions } = text;
  const button = { size: "xs", variant: "default" } as const;
  return (
    <Stack gap="xs">
      <Group gap="sm" align="flex-end">
        <Select
          label={solutions.fillFrom}
          placeholder={solutions.fillChoose}
          size="xs"
          className={styles.source}
          data={sources.map((one) => ({ value: one.solution.name, label: `${one.solution.name} (${verdictOf(one)})` }))}
          value={source?.solution.name ?? null}
          allowDeselect={false}
          onChange={choose}
        />
        <Button
          {...button}
          loading={progress !== null}
          disabled={source === undefined || empty.length === 0}
          onClick={() => source && void fill(empty, source.solution)}
        >
          {solutions.fillEmpty(empty.length)}
        </Button>
        <Button
          {...button}
          disabled={source === undefined || progress !== null || all.length === 0}
          onClick={() => source && (all.length > empty.length ? ask(source) : void fill(all, source.solution))}
        >
          {solutions.fillAll(all.length)}
        </Button>
      </Group>
      <Modal opened={asked !== null} onClose={() => ask(null)} title={solutions.fillAll(all.length)} closeButtonProps={{ "aria-label": text.general.close }}>
        {asked === null ? null : (
          <>
            <Text>{solutions.fillQuestion(all.length - empty.length, asked.solution.name)}</Text>
            <Text mt="xs" c={isRight(asked) ? "dimmed" : "var(--bad-text)"}>
              {solutions.fillVerdict(asked.solution.name, verdictOf(asked))}
            </Text>
            <Group justify="flex-end" mt="lg">
              <Button variant="default" onClick={() => ask(null)}>
                {text.general.cancel}
              </Button>
              <Button
                color="red"
                onClick={() => {
                  ask(null);
                  void fill(all, asked.solution);
                }}
              >
                {solutions.fillConfirm}
              </Button>
            </Group>
          </>
        )}
      </Modal>
      <div role="status" aria-live="polite">
        {progress === null ? null : (
          <>
            <Text size="sm" className="figure">
              {solutions.filling(progress.done, progress.total)}
            </Text>
            <Progress value={(100 * progress.done) / Math.max(1, progress.total)} aria-label={solutions.fillLabel} />
          </>
        )}
      </div>
      {troubles.length > 0 ? (
        <List size="sm" role="alert">
          {troubles.map((trouble) => (
            <List.Item key={trouble}>{trouble}</List.Item>
          ))}
        </List>
      ) : null}
    </Stack>
  );
}
