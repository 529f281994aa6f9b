import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

import { connectionBack, pause, serverAnswers, useConnectionLost } from "@/lib/connection";
import { text } from "@/lib/text";

import styles from "./Shell.module.css";

const LOOK_EVERY_MS = 1_500;

/** Says that the server cannot be reached, looks until it can, then lets every page fetch what it missed. */
export function ConnectionBar() {
  const lost = useConnectionLost();
  const client = useQueryClient();
  useEffect(() => {
    if (!lost) return;
    const control = new AbortController();
    const look = async () => {
      for (;;) {
        await pause(LOOK_EVERY_MS, control.signal);
        const there = !control.signal.aborted && (await serverAnswers());
        if (control.signal.aborted) return;
        if (!there) continue;
        connectionBack();
        void client.invalidateQueries();
        return;
      }
    };
    void look();
    return () => control.abort();
  }, [lost, client]);
  return (
    <div role="status" aria-live="polite">
      {lost ? <div className={`${styles.lost} no-print`}>{text.shell.lost}</div> : null}
    </div>
  );
}
