import type { ReactNode } from "react";

import styles from "./TableFrame.module.css";

/** A table that is wider than a phone scrolls by itself, by keyboard too. */
export function TableFrame({ label, children }: { label: string; children: ReactNode }) {
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls
    <div className={styles.frame} tabIndex={0} role="region" aria-label={label}>
      {children}
    </div>
  );
}
