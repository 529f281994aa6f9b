// A part of a page that comes when it is first shown. Where it does not come, the rest of the page stays with what is typed
// in it: a note is in the part's place, and it is asked for again when the connection is back.

import { Button, Stack, Text } from "@mantine/core";
import { useEffect, useState, type ComponentType, type ReactNode } from "react";

import { useConnectionLost } from "@/lib/connection";
import { part } from "@/lib/parts";
import { text } from "@/lib/text";

function Missing({ lost }: { lost: boolean }) {
  return (
    <Stack role="alert" align="flex-start" gap="xs" p="md">
      <Text size="sm">{lost ? text.errors.partLater : text.errors.partGone}</Text>
      {lost ? null : (
        <Button size="compact-sm" variant="default" onClick={() => window.location.reload()}>
          {text.errors.reload}
        </Button>
      )}
    </Stack>
  );
}

export function lazyPart<Props extends object>(load: () => Promise<{ default: ComponentType<Props> }>, loading: ReactNode): ComponentType<Props> {
  let made: ComponentType<Props> | undefined;
  return function Part(props: Props) {
    const [Shown, show] = useState(() => made);
    const [failed, setFailed] = useState(false);
    const lost = useConnectionLost();
    useEffect(() => {
      if (made !== undefined) {
        show(() => made);
        return;
      }
      let alive = true;
      part(load).then(
        (module) => {
          made = module.default;
          if (alive) show(() => made);
        },
        () => alive && setFailed(true),
      );
      return () => {
        alive = false;
      };
    }, [lost]);
    if (Shown !== undefined) return <Shown {...props} />;
    return failed ? <Missing lost={lost} /> : loading;
  };
}
