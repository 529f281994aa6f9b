import { Text } from "@mantine/core";

import type { TestReport } from "@/lib/api/resources/submission";
import { groupScores } from "@/lib/strip";
import { text } from "@/lib/text";

import styles from "./GroupScores.module.css";

/** The points of each group, where the problem is scored by groups. */
export function GroupScores({ tests }: { tests: TestReport[] }) {
  // Samples without points belong to none.
  const groups = groupScores(tests, true).filter(({ name, weight }) => name !== "" || weight > 0);
  return (
    <ul className={styles.groups}>
      {groups.map((group) => {
        const passed = group.tests.every((test) => test.status === "AC");
        return (
          <li key={group.name} className={styles.group} data-tone={passed ? "good" : "bad"}>
            <Text component="span" fw={600} size="sm">
              {group.name === "" ? text.submission.groupNone : `${text.submission.group} ${group.name}`}
            </Text>
            <span className={styles.bar} aria-hidden>
              <span style={{ width: `${group.weight === 0 ? 0 : (100 * group.earned) / group.weight}%` }} />
            </span>
            <Text component="span" size="sm" className="figure" title={passed ? text.submission.groupPassed : text.submission.groupFailed}>
              {text.submission.groupPoints(String(group.earned), String(group.weight))}
            </Text>
          </li>
        );
      })}
    </ul>
  );
}
