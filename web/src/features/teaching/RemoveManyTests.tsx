import { Button, Group, Modal, Progress, Text } from "@mantine/core";
import { useState } from "react";

import { text } from "@/lib/text";

import type { Tests } from "./tests";
import { Question } from "./Question";

/** What removing the chosen ones would remove. A stored problem keeps one: where all are chosen, the first. */
export function doomedOf({ rows, keepsOne }: Pick<Tests, "rows" | "keepsOne">, chosen: string[]): { doomed: string[]; stays: boolean } {
  const stays = keepsOne && rows.every(({ id }) => chosen.includes(id));
  return { doomed: stays ? chosen.filter((id) => id !== rows[0]?.id) : chosen, stays };
}

/** Removes tests one after the other, and says how many are gone: the interface takes one at a time. */
export function useRemoveMany(tests: Tests, onDone: () => void) {
  const [progress, setProgress] = useState<{ done: number; total: number } | null>(null);
  const [trouble, setTrouble] = useState("");
  const remove = async (ids: string[]) => {
    let done = 0;
    const say = (count: number) => {
      done = count;
      setProgress({ done, total: ids.length });
    };
    setTrouble("");
    say(0);
    try {
      await tests.removeAll(ids, say);
      onDone();
    } catch {
      // The table says why.
      setTrouble(text.tests.set.removedSome(done, ids.length));
    }
    setProgress(null);
  };
  return { remove, progress, trouble };
}

interface AskedProps {
  tests: Tests;
  chosen: string[];
  remove: (ids: string[]) => void;
  onClose: () => void;
}

/** Asks first, and names how many. */
export function RemoveQuestion({ tests, chosen, remove, onClose }: AskedProps) {
  const { set, lastStays, removeHint } = text.tests;
  const { doomed, stays } = doomedOf(tests, chosen);
  if (doomed.length === 0) {
    return (
      <Modal opened onClose={onClose} title={set.removeQuestion(chosen.length)} closeButtonProps={{ "aria-label": text.general.close }}>
        <Text size="sm">{lastStays}</Text>
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={onClose}>
            {text.general.close}
          </Button>
        </Group>
      </Modal>
    );
  }
  return (
    <Question
      title={set.removeQuestion(doomed.length)}
      hint={stays ? `${set.oneStays(1)} ${removeHint}` : removeHint}
      confirm={set.remove}
      onConfirm={() => remove(doomed)}
      onClose={onClose}
    />
  );
}

export function RemovingProgress({ done, total }: { done: number; total: number }) {
  const words = text.tests.set.removing(done, total);
  return (
    <div role="status">
      <Text size="sm">{words}</Text>
      <Progress value={(100 * done) / total} aria-label={words} />
    </div>
  );
}
