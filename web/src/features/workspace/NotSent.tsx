import { Alert, Button, Group } from "@mantine/core";
import { IconCloudOff } from "@tabler/icons-react";
import { useEffect, useState } from "react";

import { kindOf, remove, type Outgoing } from "@/lib/outbox";
import { text } from "@/lib/text";

/** Seconds until a moment, counting down; 0 when it is past. */
function useSecondsUntil(moment: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return Math.max(0, Math.ceil((moment - now) / 1000));
}

interface NotSentProps {
  one: Outgoing;
  /** That no worker could run it now, when it is so. */
  away?: string | undefined;
}

/** A program that is still here, why, and when it is tried again. */
export function NotSent({ one, away }: NotSentProps) {
  const seconds = useSecondsUntil(one.retryAt ?? 0);
  const submits = kindOf(one) === "submit";
  return (
    <Alert role="status" color="yellow" variant="light" icon={<IconCloudOff size={18} />} title={submits ? text.problem.notSent : text.problem.notRun} className="note-alert">
      {away ?? (
        <>
          {one.why ? `${one.why.title}: ${one.why.detail} ` : `${submits ? text.problem.notSentHint : text.problem.notRunHint} `}
          {seconds > 0 ? text.problem.retryIn(seconds) : text.problem.sendingNow}
        </>
      )}
      <Group mt="xs">
        <Button size="compact-sm" variant="default" onClick={() => remove(one.key)}>
          {text.problem.cancelSending}
        </Button>
      </Group>
    </Alert>
  );
}
