import { Center, Paper, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";

import { useTitle } from "@/components/title";

/** The small sheet that signing in and registering stand on. */
export function PeopleCard({ title, lead, children }: { title: string; lead: string; children: ReactNode }) {
  useTitle(title);
  return (
    <Center px="md" py={{ base: "xl", sm: 72 }}>
      <Paper p={{ base: "lg", sm: 32 }} radius="lg" w="100%" maw={420} shadow="xs">
        <Stack gap={4} mb="lg">
          <Title order={1} size="h3">
            {title}
          </Title>
          <Text c="dimmed" size="sm">
            {lead}
          </Text>
        </Stack>
        {children}
      </Paper>
    </Center>
  );
}
