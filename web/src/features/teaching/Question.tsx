import { Button, Group, Modal, Text } from "@mantine/core";
import type { ReactNode } from "react";

import { text } from "@/lib/text";

interface QuestionProps {
  title: string;
  /** What is gone afterwards. */
  hint: ReactNode;
  confirm: string;
  onConfirm: () => void;
  onClose: () => void;
}

/** Before something that cannot be taken back. */
export function Question({ title, hint, confirm, onConfirm, onClose }: QuestionProps) {
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ "aria-label": text.general.close }}>
      <Text size="sm">{hint}</Text>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose}>
          {text.general.cancel}
        </Button>
        <Button
          color="red"
          onClick={() => {
            onClose();
            onConfirm();
          }}
        >
          {confirm}
        </Button>
      </Group>
    </Modal>
  );
}
