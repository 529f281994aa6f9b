import { Container, Group, Title } from "@mantine/core";
import type { ReactNode } from "react";

import { useTitle } from "./title";

/** A page of reading width with its heading; the browser's title follows it. */
export function Page({ title, aside, size = "lg", children }: { title: string; aside?: ReactNode; size?: "lg" | "sm" | "xl"; children: ReactNode }) {
  useTitle(title);
  return (
    <Container size={size} py="xl" px={{ base: "md", sm: "lg" }}>
      <Group justify="space-between" align="center" mb="lg" gap="sm">
        <Title order={1} size="h2" style={{ overflowWrap: "anywhere", minWidth: 0 }}>
          {title}
        </Title>
        {aside}
      </Group>
      {children}
    </Container>
  );
}
