import type { ReactNode } from "react";

import styles from "./TableFrame.module.css";

interface FrameProps {
  label: string;
  /**
   * On a phone each row is a card: its cells follow one another. One with `data-whole` has a line of its own, one with
   * `data-label` begins with this word, one with `data-spare` is left out.
   */
  cards?: boolean;
  children: ReactNode;
}

/** A table that is wider than a phone scrolls by itself, by keyboard too. */
export function TableFrame({ label, cards = false, children }: FrameProps) {
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls
    <div className={cards ? `${styles.frame} ${styles.cards}` : styles.frame} tabIndex={0} role="region" aria-label={label}>
      {children}
    </div>
  );
}
