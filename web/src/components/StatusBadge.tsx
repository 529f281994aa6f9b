import { explain, nameOf, toneOf, type Status } from "@/lib/verdicts";

import styles from "./StatusBadge.module.css";

interface BadgeProps {
  status: Status;
  /** The code alone, for narrow places. */
  short?: boolean;
  large?: boolean;
  /** Instead of the verdict's name. */
  words?: string | undefined;
}

/** A verdict by colour, code and name: never by colour alone. */
export function StatusBadge({ status, short = false, large = false, words }: BadgeProps) {
  const open = toneOf(status) === "open";
  return (
    <span className={styles.badge} data-tone={toneOf(status)} data-large={large || undefined} title={explain(status)}>
      <span className={styles.dot} data-moving={open || undefined} aria-hidden />
      {short ? <abbr title={nameOf(status)}>{open ? nameOf(status) : status}</abbr> : (words ?? nameOf(status))}
    </span>
  );
}
