import { Text } from "@mantine/core";

import type { TraceLine } from "@/lib/api/resources/submission";
import { text } from "@/lib/text";

import styles from "./CompilerOutput.module.css";

interface TracebackProps {
  errors: string;
  /** Which rows of it name which lines of the program; both from 1. */
  trace: TraceLine[];
  goTo?: ((line: number) => void) | undefined;
}

/** The error output of a run; rows that name a line of the program lead to it. */
export function Traceback({ errors, trace, goTo }: TracebackProps) {
  const lines = new Map(trace.map(({ row, line }) => [row, line]));
  return (
    <section aria-label={text.reasons.errors}>
      <Text size="sm" c="dimmed" mb={6}>
        {text.reasons.errors}
      </Text>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, and must by keyboard too */}
      <pre className={`program-text ${styles.output}`} tabIndex={0}>
        {errors.split("\n").map((row, i) => {
          const line = lines.get(i + 1);
          return (
            <span key={i}>
              {line !== undefined && goTo ? (
                <button type="button" className={`${styles.place} printed`} title={text.submission.toLine(line)} onClick={() => goTo(line)}>
                  {row}
                </button>
              ) : (
                row
              )}
              {"\n"}
            </span>
          );
        })}
      </pre>
    </section>
  );
}
