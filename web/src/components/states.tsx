// Shown in place of content: while it loads, when there is none, and when it could not be loaded.

import { Button, Skeleton, Stack, Text, Title } from "@mantine/core";
import { IconCloudOff, IconMoodEmpty } from "@tabler/icons-react";
import type { ReactNode } from "react";

import { ApiError, describe } from "@/lib/api/error";
import { text } from "@/lib/text";

export function Loading({ lines = 6 }: { lines?: number }) {
  return (
    <Stack gap="sm" role="status" aria-label={text.general.loading} p="md">
      {Array.from({ length: lines }, (_, i) => (
        <Skeleton key={i} height={18} width={`${95 - ((i * 17) % 40)}%`} />
      ))}
    </Stack>
  );
}

interface NoteProps {
  /** It is all there is on the page, and its title the page's heading. */
  alone?: boolean;
  icon?: ReactNode;
  title: string;
  detail?: string | undefined;
  children?: ReactNode;
}

function Note({ icon, title, detail, children, alone = false }: NoteProps) {
  return (
    <Stack align="center" gap="xs" py={36} px="md" ta="center">
      <span className="note-icon" aria-hidden>
        {icon}
      </span>
      <Title order={alone ? 1 : 2} size="h4">
        {title}
      </Title>
      {detail ? (
        <Text c="dimmed" maw={460}>
          {detail}
        </Text>
      ) : null}
      {children}
    </Stack>
  );
}

export function Empty(props: NoteProps) {
  return <Note icon={<IconMoodEmpty size={36} stroke={1.4} />} {...props} />;
}

interface FailureProps {
  error: unknown;
  retry?: (() => void) | undefined;
  children?: ReactNode;
  alone?: boolean;
}

/** An error with its reason and, where it may help, a way to try again. */
export function Failure({ error, retry, children, alone = false }: FailureProps) {
  const { title, detail } = describe(error);
  const gone = error instanceof ApiError && error.status === 404;
  return (
    <div role="alert">
      <Note
        icon={<IconCloudOff size={36} stroke={1.4} />}
        alone={alone}
        title={gone ? text.errors.notFound : title}
        detail={gone ? text.errors.notFoundReason : detail}
      >
        {retry && !gone ? (
          <Button variant="default" onClick={retry} mt="xs">
            {text.general.tryAgain}
          </Button>
        ) : null}
        {children}
      </Note>
    </div>
  );
}
