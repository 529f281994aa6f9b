import { Button, Group, Modal, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";

import { copyProblem, problemAdded } from "@/lib/api/resources/problem_changes";
import type { Problem } from "@/lib/api/resources/problems";
import { text } from "@/lib/text";

import { ActionPanel } from "./ActionPanel";

const TITLE_MAX = 200;

interface CopyProps {
  problem: Problem;
  /** The form has text that is not saved. */
  dirty: boolean;
  /** Saves it. Without an answer where that failed, and the form says why. */
  save: () => Promise<Problem | undefined>;
}

/** Copies a problem as a draft, and goes there. Asks first where something is not saved: a copy is of what is stored. */
export function CopyPanel({ problem, dirty, save }: CopyProps) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const { copy } = text.teaching;
  const [asking, ask] = useDisclosure();
  const make = useMutation({
    mutationFn: ({ title }: { title: string; leaving?: boolean }) =>
      copyProblem(problem._id, Array.from(copy.title(title)).slice(0, TITLE_MAX).join("")),
    onSuccess: ({ _id }, { leaving = false }) => {
      notifications.show({ message: copy.done });
      void problemAdded(client);
      // Not awaited: somebody who is asked there, and stays, has the button back.
      void navigate({ to: "/admin/problems/$id", params: { id: _id }, ignoreBlocker: leaving });
    },
  });
  const saveAndCopy = async () => {
    ask.close();
    const saved = await save();
    if (saved !== undefined) make.mutate({ title: saved.title });
  };
  return (
    <ActionPanel
      title={copy.panel}
      hint={copy.hint}
      error={make.error}
      action={
        <Button variant="default" loading={make.isPending} onClick={() => (dirty ? ask.open() : make.mutate({ title: problem.title }))}>
          {copy.action}
        </Button>
      }
    >
      <Modal opened={asking} onClose={ask.close} title={copy.question} closeButtonProps={{ "aria-label": text.general.close }}>
        <Text size="sm">{copy.questionHint}</Text>
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={ask.close}>
            {text.general.cancel}
          </Button>
          <Button
            variant="default"
            onClick={() => {
              ask.close();
              make.mutate({ title: problem.title, leaving: true });
            }}
          >
            {copy.without}
          </Button>
          <Button onClick={() => void saveAndCopy()}>{copy.withSaving}</Button>
        </Group>
      </Modal>
    </ActionPanel>
  );
}
