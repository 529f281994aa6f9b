import { Text } from "@mantine/core";
import { useMemo } from "react";

import { findDiagnostics } from "@/lib/diagnostics";
import { text } from "@/lib/text";

import styles from "./CompilerOutput.module.css";

/** The compiler's words; those that speak of a line lead to it. */
export function CompilerOutput({ output, goTo }: { output: string; goTo?: ((line: number, column?: number) => void) | undefined }) {
  const places = useMemo(() => new Map(findDiagnostics(output).map((one) => [one.outputLine, one])), [output]);
  return (
    <section aria-label={text.submission.compiler}>
      <Text size="sm" c="dimmed" mb={6}>
        {text.submission.compiler}
      </Text>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, and must by keyboard too */}
      <pre className={`program-text ${styles.output}`} tabIndex={0}>
        {output.split("\n").map((line, i) => {
          const place = places.get(i);
          return (
            <span key={i}>
              {place && goTo ? (
                <button
                  type="button"
                  className={`${styles.place} printed`}
                  title={text.submission.toLine(place.line)}
                  onClick={() => goTo(place.line, place.column)}
                >
                  {line}
                </button>
              ) : (
                line
              )}
              {"\n"}
            </span>
          );
        })}
      </pre>
    </section>
  );
}
