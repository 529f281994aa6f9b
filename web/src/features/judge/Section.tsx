import { Group, Text, Title } from "@mantine/core";
import { useId, type ReactNode } from "react";

import { number } from "@/lib/locale";

interface SectionProps {
  title: string;
  /** How many there are. */
  count?: number | undefined;
  hint?: string | undefined;
  children: ReactNode;
}

/** In place of the rows of a part that has none. */
export const Nothing = ({ children }: { children: ReactNode }) => (
  <Text size="sm" c="dimmed">
    {children}
  </Text>
);

/** A part of the page, with its heading and how much is in it. */
export function Section({ title, count, hint, children }: SectionProps) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <Group gap="xs" align="baseline" mb="xs">
        <Title order={2} size="h4" id={id}>
          {title}
        </Title>
        {count === undefined ? null : (
          <Text c="dimmed" className="figure">
            {number(count)}
          </Text>
        )}
        {hint === undefined ? null : (
          <Text size="sm" c="dimmed">
            {hint}
          </Text>
        )}
      </Group>
      {children}
    </section>
  );
}
