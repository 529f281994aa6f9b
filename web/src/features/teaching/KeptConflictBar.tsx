import { Alert, Button, Group } from "@mantine/core";

import type { KeptConflict } from "@/lib/kept_form";
import { text } from "@/lib/text";

/** The kept text and a version that somebody else saved differ: the user chooses one. */
export function KeptConflictBar({ conflict }: { conflict: KeptConflict | null }) {
  if (conflict === null) return null;
  return (
    <Alert role="alert" color="red" variant="light" className="form-error">
      {text.teaching.meanwhile}
      <Group gap="xs" mt="xs">
        <Button size="xs" variant="default" onClick={conflict.takeMine}>
          {text.teaching.takeMine}
        </Button>
        <Button size="xs" variant="default" onClick={conflict.takeTheirs}>
          {text.teaching.takeTheirs}
        </Button>
      </Group>
    </Alert>
  );
}
