import { Button, Group, Modal, Text } from "@mantine/core";
import { useBlocker } from "@tanstack/react-router";
import { useEffect } from "react";

import { isCarried } from "@/lib/carried";
import { openForm } from "@/lib/leaving";
import { text } from "@/lib/text";

/** Asks before something typed is lost: inside the application with a dialog, and the browser asks when it leaves the page. */
export function LeaveQuestion({ unsaved }: { unsaved: boolean }) {
  const { status, proceed, reset } = useBlocker({
    // Who signs out, or whose session ended, is not kept on a page that no longer works.
    shouldBlockFn: ({ current, next }) => unsaved && next.pathname !== current.pathname && !next.pathname.endsWith("/login"),
    enableBeforeUnload: () => unsaved && !isCarried(),
    withResolver: true,
  });
  // Signing out asks in its own words.
  useEffect(() => openForm(() => unsaved), [unsaved]);
  const { leaveQuestion, leaveHint, leave, stay } = text.teaching;
  return (
    <Modal opened={status === "blocked"} onClose={() => reset?.()} title={leaveQuestion} closeButtonProps={{ "aria-label": text.general.close }}>
      <Text size="sm">{leaveHint}</Text>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={() => proceed?.()}>
          {leave}
        </Button>
        <Button onClick={() => reset?.()}>{stay}</Button>
      </Group>
    </Modal>
  );
}
