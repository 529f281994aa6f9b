import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState, type ReactNode } from "react";

import { anyUnsaved } from "@/lib/drafts";
import { finishBeforeLeaving, isAnyFormUnsaved, isFormUnsavedElsewhere } from "@/lib/leaving";
import { isWaiting, outgoing } from "@/lib/outbox";
import { currentSession } from "@/lib/session";
import { text } from "@/lib/text";

function isAnythingUnsent(): boolean {
  const owner = currentSession()?.userId;
  return outgoing().some((one) => isWaiting(one)) || (owner !== undefined && anyUnsaved(owner));
}

interface Asked {
  unsent: boolean;
  leave: () => unknown;
}

/** Before something that signs out: does it at once, or asks first where it would delete what is not sent or not saved. */
export function useUnsentQuestion(title: string, confirm: string): { start: (leave: () => unknown) => Promise<void>; question: ReactNode } {
  const [asked, ask] = useState<Asked | null>(null);
  const start = async (leave: () => unknown) => {
    const done = await finishBeforeLeaving(() => {
      notifications.show({ id: "leaving", loading: true, autoClose: false, message: text.shell.savingFirst });
    });
    notifications.hide("leaving");
    const unsent = !done || isAnythingUnsent();
    if (unsent || isAnyFormUnsaved() || isFormUnsavedElsewhere()) ask({ unsent, leave });
    else leave();
  };
  const close = () => ask(null);
  const confirmed = () => {
    close();
    asked?.leave();
  };
  const question = (
    <Modal opened={asked !== null} onClose={close} title={title} closeButtonProps={{ "aria-label": text.general.close }}>
      <Stack gap="xs">
        {asked?.unsent === false ? null : <Text>{text.shell.signOutUnsent}</Text>}
        {isAnyFormUnsaved() ? <Text>{text.shell.signOutUnsaved}</Text> : null}
        {isFormUnsavedElsewhere() ? <Text>{text.shell.signOutUnsavedElsewhere}</Text> : null}
      </Stack>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={close}>
          {text.general.cancel}
        </Button>
        <Button color="red" onClick={confirmed}>
          {confirm}
        </Button>
      </Group>
    </Modal>
  );
  return { start, question };
}
