import { Group, Paper, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";

import { FormError } from "@/components/FormError";

interface PanelProps {
  title: string;
  /** Its effect, and what it leaves alone. */
  hint: string;
  /** The button. */
  action: ReactNode;
  error: unknown;
  /** How far it is, and what it asks. */
  children?: ReactNode;
}

/** Something that is done to a whole problem at once: what it does beside the button that does it. */
export function ActionPanel({ title, hint, action, error, children }: PanelProps) {
  return (
    <Paper p="lg">
      <Group justify="space-between">
        <div>
          <Title order={2} size="h5">
            {title}
          </Title>
          <Text size="sm" c="dimmed">
            {hint}
          </Text>
        </div>
        {action}
      </Group>
      <FormError error={error} />
      {children}
    </Paper>
  );
}
