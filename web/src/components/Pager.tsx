import { ActionIcon, Group, Text } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";

import { text } from "@/lib/text";

interface PagerProps {
  page: number;
  pages: number;
  /** There are more than `pages`. */
  open?: boolean;
  onChange: (page: number) => void;
  /** Where a page has several. */
  label?: string;
}

export function Pager({ page, pages, open = false, onChange, label = text.general.pages }: PagerProps) {
  if (pages <= 1 && !open) return null;
  return (
    <Group component="nav" justify="center" gap="sm" aria-label={label} mt="md">
      <ActionIcon
        variant="default"
        size="lg"
        aria-label={text.general.previousPage}
        disabled={page <= 1}
        onClick={() => onChange(page - 1)}
      >
        <IconChevronLeft size={18} />
      </ActionIcon>
      <Text size="sm" aria-live="polite">
        {text.general.pageOf(page, pages, open)}
      </Text>
      <ActionIcon
        variant="default"
        size="lg"
        aria-label={text.general.nextPage}
        disabled={page >= pages && !open}
        onClick={() => onChange(page + 1)}
      >
        <IconChevronRight size={18} />
      </ActionIcon>
    </Group>
  );
}
