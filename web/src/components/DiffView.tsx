import { Text } from "@mantine/core";
import { useMemo } from "react";

import { aroundFirstDifference, sideBySide, type Cell } from "@/lib/diff";
import { text } from "@/lib/text";
import { withMarks } from "@/lib/unseen";

import styles from "./DiffView.module.css";

interface SideProps {
  cell: Cell | undefined;
  side: "left" | "right";
  same: boolean;
  /** What the whole side is. */
  label: string;
}

function Side({ cell, side, same, label }: SideProps) {
  return (
    <>
      <td className={styles.number}>{cell?.number ?? ""}</td>
      <td className={styles.line} data-side={same ? undefined : cell ? side : "none"} data-label={label}>
        {cell?.parts.map((part, i) =>
          part.changed ? <mark key={i}>{withMarks(part.text)}</mark> : <span key={i}>{withMarks(part.text)}</span>,
        )}
      </td>
    </>
  );
}

/** Two texts side by side, from a little before their first difference. Where it is narrow, line below line. */
export function DiffView({ left, right, labels }: { left: string; right: string; labels: [string, string] }) {
  const { rows, before, after } = useMemo(() => aroundFirstDifference(sideBySide(left, right)), [left, right]);
  if (rows.every((row) => row.same)) {
    return (
      <Text size="sm" c="dimmed">
        {text.submission.sameText}
      </Text>
    );
  }
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, and must by keyboard too
    <div className={styles.frame} tabIndex={0} role="region" aria-label={text.submission.diff}>
      <table className={styles.diff}>
        <colgroup>
          <col className={styles.numbers} />
          <col />
          <col className={styles.numbers} />
          <col />
        </colgroup>
        <thead>
          <tr>
            <th colSpan={2} scope="col">
              {labels[0]}
            </th>
            <th colSpan={2} scope="col">
              {labels[1]}
            </th>
          </tr>
        </thead>
        <tbody>
          {before > 0 ? (
            <tr>
              <td colSpan={4} className={styles.more}>
                {text.submission.rowsBefore(before)}
              </td>
            </tr>
          ) : null}
          {rows.map((row, i) => (
            <tr key={i} data-same={row.same || undefined}>
              <Side cell={row.left} side="left" same={row.same} label={labels[0]} />
              <Side cell={row.right} side="right" same={row.same} label={labels[1]} />
            </tr>
          ))}
          {after > 0 ? (
            <tr>
              <td colSpan={4} className={styles.more}>
                {text.submission.rowsAfter(after)}
              </td>
            </tr>
          ) : null}
        </tbody>
      </table>
    </div>
  );
}
