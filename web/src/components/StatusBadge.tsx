import { score as figure } from "@/lib/format";
import { text } from "@/lib/text";
import { explain, isPartial, nameOf, toneOf, type Status } from "@/lib/verdicts";

import styles from "./StatusBadge.module.css";

interface BadgeProps {
  status: Status;
  /** The code alone, for narrow places. */
  short?: boolean;
  large?: boolean;
  /** Instead of the verdict's name. */
  words?: string | undefined;
  /** Out of 100. Where some tests passed, the points are shown instead of a verdict of failure. */
  score?: number | null | undefined;
}

/** A verdict by colour, code and name: never by colour alone. */
export function StatusBadge({ status, short = false, large = false, words, score }: BadgeProps) {
  const open = toneOf(status) === "open";
  const partial = isPartial(status, score);
  const said = words ?? (partial ? text.submission.points(figure(score)) : nameOf(status));
  return (
    <span
      className={styles.badge}
      data-tone={partial ? "slow" : toneOf(status)}
      data-large={large || undefined}
      title={partial ? `${nameOf(status)}. ${explain(status)}` : explain(status)}
    >
      <span className={styles.dot} data-moving={open || undefined} aria-hidden />
      {short ? <abbr title={nameOf(status)}>{open ? nameOf(status) : status}</abbr> : said}
    </span>
  );
}
