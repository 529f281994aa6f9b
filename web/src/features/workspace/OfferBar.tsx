import { Button, Group, Text } from "@mantine/core";

import { clock } from "@/lib/format";
import { text } from "@/lib/text";

import type { Program } from "./use_program";
import styles from "./Workspace.module.css";

/** Somebody, mostly the same person in another tab, changed this program too: which one goes on? */
export function OfferBar({ program }: { program: Program }) {
  const { offer } = program;
  return (
    <div role="status" aria-live="polite">
      {offer === null ? null : (
        <Group className={styles.offer} gap="xs">
          <Text size="sm" style={{ flex: 1, minWidth: 180 }}>
            {(offer.tab ? text.problem.offerTab : text.problem.offerElsewhere)(clock(offer.at))} {text.problem.offerHint}
          </Text>
          <Button size="compact-sm" variant="default" onClick={program.takeOffer}>
            {text.problem.takeOffer}
          </Button>
          <Button size="compact-sm" variant="default" onClick={program.keepMine}>
            {text.problem.keepMine}
          </Button>
        </Group>
      )}
    </div>
  );
}
