import { Tooltip } from "@mantine/core";
import { IconBolt, IconCheck, IconClock, IconFileText, IconHelp, IconMinus, IconPlayerPlay, IconPoint, IconStack2, IconX, type Icon } from "@tabler/icons-react";

import { kilobytes, milliseconds } from "@/lib/format";
import type { Slot } from "@/lib/strip";
import { text } from "@/lib/text";
import { nameOf, toneOf, type Status } from "@/lib/verdicts";

import styles from "./TestStrip.module.css";

function describe(slot: Slot): string {
  if (slot.state !== "done") return text.submission.stripTest(slot.index, text.submission[slot.state], "");
  const { test } = slot;
  return text.submission.stripTest(slot.index, nameOf(test.status), `, ${milliseconds(test.timeMs)}, ${kilobytes(test.memoryKb)}`);
}

/** Said by shape as well as by colour. */
const GLYPHS: Record<Status, Icon> = {
  AC: IconCheck,
  WA: IconX,
  TLE: IconClock,
  MLE: IconStack2,
  OLE: IconFileText,
  RE: IconBolt,
  CE: IconX,
  IE: IconHelp,
  CANCELLED: IconMinus,
  QUEUED: IconPoint,
  RUNNING: IconPlayerPlay,
};
const WITHOUT_VERDICT: Record<"running" | "pending" | "skipped", Icon> = { running: IconPlayerPlay, pending: IconPoint, skipped: IconMinus };

interface StripProps {
  slots: Slot[];
  selected: number | undefined;
  onSelect: (index: number) => void;
}

/** One cell a test; those that are judged open their details. */
export function TestStrip({ slots, selected, onSelect }: StripProps) {
  return (
    <ol className={styles.strip} aria-label={text.submission.tests}>
      {slots.map((slot) => {
        const Glyph = slot.state === "done" ? GLYPHS[slot.test.status] : WITHOUT_VERDICT[slot.state];
        const tone = slot.state === "done" ? toneOf(slot.test.status) : slot.state === "running" ? "open" : undefined;
        return (
          <li key={slot.index}>
            <Tooltip label={describe(slot)}>
              <button
                type="button"
                className={`${styles.cell} printed`}
                data-tone={tone}
                data-state={slot.state}
                aria-label={describe(slot)}
                aria-pressed={slot.index === selected}
                disabled={slot.state !== "done"}
                onClick={() => onSelect(slot.index)}
              >
                <Glyph size={12} stroke={2.6} aria-hidden data-glyph={slot.state === "done" ? slot.test.status : slot.state} />
                {slot.index}
              </button>
            </Tooltip>
          </li>
        );
      })}
    </ol>
  );
}
