import type { ReactNode } from "react";
import { Group, Panel, Separator, useDefaultLayout } from "react-resizable-panels";

import { text } from "@/lib/text";

import styles from "./Workspace.module.css";

/** Statement beside editor above result; the bars between are moved by pointer or arrow keys, and stay where they were put. */
export function Panes({ left, top, bottom }: { left: ReactNode; top: ReactNode; bottom: ReactNode }) {
  const outer = useDefaultLayout({ id: "autograder.panes.outer", panelIds: ["statement", "work"] });
  const inner = useDefaultLayout({ id: "autograder.panes.inner", panelIds: ["editor", "result"] });
  return (
    <Group className={styles.panes} orientation="horizontal" {...outer}>
      <Panel id="statement" defaultSize="42%" minSize="20%" className={styles.pane}>
        {left}
      </Panel>
      <Separator className={styles.barVertical} aria-label={text.problem.panes.outer} />
      <Panel id="work" minSize="30%">
        <Group orientation="vertical" {...inner}>
          <Panel id="editor" defaultSize="60%" minSize="15%" className={styles.pane}>
            {top}
          </Panel>
          <Separator className={styles.barHorizontal} aria-label={text.problem.panes.inner} />
          <Panel id="result" minSize="12%" className={styles.pane}>
            {bottom}
          </Panel>
        </Group>
      </Panel>
    </Group>
  );
}
