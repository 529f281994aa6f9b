import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { IconCloudOff } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";

import { languagesQuery } from "@/lib/api/resources/languages";
import { clockSeconds, remaining } from "@/lib/format";
import { kindOf, queueOf, remove, type Outgoing } from "@/lib/outbox";
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

function Waiting({ one }: { one: Outgoing }) {
  const { data: languages } = useQuery(languagesQuery);
  const words = text.problem.judged(languages?.find(({ id }) => id === one.language)?.name ?? one.language, clockSeconds(one.pressedAt));
  return (
    <Group component="li" gap="xs">
      <Text size="sm">{words}</Text>
      <Button size="compact-sm" variant="default" aria-label={`${text.problem.cancelSending}: ${words}`} onClick={() => remove(one.key)}>
        {text.problem.cancelSending}
      </Button>
    </Group>
  );
}

/** A program that is still here, or several in their order; why, and when it is tried again. */
export function NotSent({ one, away }: NotSentProps) {
  const seconds = useSecondsUntil(one.retryAt ?? 0);
  const submits = kindOf(one) === "submit";
  const all = queueOf(one);
  return (
    <Alert role="status" color="yellow" variant="light" icon={<IconCloudOff size={18} />} title={submits ? text.problem.notSent : text.problem.notRun} className="note-alert">
      {away ?? (
        <>
          {one.why ? `${one.why.title}: ${one.why.detail} ` : `${submits ? text.problem.notSentHint : text.problem.notRunHint} `}
          {seconds > 0 ? text.problem.retryIn(remaining(seconds)) : text.problem.sendingNow}
        </>
      )}
      {all.length > 1 ? (
        <>
          <Text size="sm" mt="xs">
            {text.problem.waitInOrder(all.length)}
          </Text>
          <Stack component="ol" gap={4} mt={4} mb={0} pl="md">
            {all.map((each) => (
              <Waiting key={each.key} one={each} />
            ))}
          </Stack>
        </>
      ) : (
        <Group mt="xs">
          <Button size="compact-sm" variant="default" onClick={() => remove(one.key)}>
            {text.problem.cancelSending}
          </Button>
        </Group>
      )}
    </Alert>
  );
}
