import { useQuery } from "@tanstack/react-query";

import { meQuery } from "@/lib/api/resources/account";
import { exactTime } from "@/lib/format";
import { usePrinting } from "@/lib/printing";
import { text } from "@/lib/text";

import { Facts } from "./verdict/Facts";

/** On paper alone: whose work this is, on which problem, and when it was printed. */
export function PrintedHead({ title }: { title: string }) {
  const printing = usePrinting();
  // The menu of the account has it already.
  const { data: me } = useQuery({ ...meQuery, enabled: printing });
  if (!printing) return null;
  return (
    <div style={{ marginBottom: 16 }}>
      <Facts
        facts={[
          ...(me === undefined ? [] : [{ name: text.submissions.user, value: <bdi>{me.name}</bdi> }]),
          { name: text.submissions.columns.problem, value: <bdi>{title}</bdi> },
          { name: text.submission.printedAt, value: exactTime(new Date().toISOString()) },
        ]}
      />
    </div>
  );
}
