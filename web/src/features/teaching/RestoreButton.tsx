import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";

import { describe } from "@/lib/api/error";
import { problemChanged, restoreProblem } from "@/lib/api/resources/problem_changes";
import { text } from "@/lib/text";

/** Brings a deleted problem back, from the list of those. */
export function RestoreButton({ id, title }: { id: string; title: string }) {
  const client = useQueryClient();
  const restore = useMutation({
    mutationFn: () => restoreProblem(id),
    onSuccess: () => {
      notifications.show({ message: text.teaching.restored });
      return problemChanged(client, id);
    },
    onError: (error) => {
      const { title: failure, detail } = describe(error);
      notifications.show({ color: "red", title: failure, message: detail });
    },
  });
  return (
    <Button size="compact-sm" variant="default" aria-label={text.teaching.restoreOf(title)} loading={restore.isPending} onClick={() => restore.mutate()}>
      {text.teaching.restore}
    </Button>
  );
}
