import { Text } from "@mantine/core";

import type { Difficulty as Value } from "@/lib/api/resources/problems";
import { text } from "@/lib/text";

export function Difficulty({ value, size = "sm" }: { value: Value; size?: "sm" | "xs" }) {
  return (
    <Text component="span" size={size} fw={600} style={{ color: `var(--difficulty-${value})` }}>
      {text.difficulty[value]}
    </Text>
  );
}
