import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";

import { copyProblem, problemAdded } from "@/lib/api/resources/problem_changes";
import type { Problem } from "@/lib/api/resources/problems";
import { text } from "@/lib/text";

import { ActionPanel } from "./ActionPanel";

const TITLE_MAX = 200;

/** Copies a problem as a draft, and goes there. */
export function CopyPanel({ problem }: { problem: Problem }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const { copy } = text.teaching;
  const make = useMutation({
    mutationFn: () => copyProblem(problem._id, Array.from(copy.title(problem.title)).slice(0, TITLE_MAX).join("")),
    onSuccess: async ({ _id }) => {
      notifications.show({ message: copy.done });
      void problemAdded(client);
      await navigate({ to: "/admin/problems/$id", params: { id: _id } });
    },
  });
  return (
    <ActionPanel
      title={copy.panel}
      hint={copy.hint}
      error={make.error}
      action={
        <Button variant="default" loading={make.isPending} onClick={() => make.mutate()}>
          {copy.action}
        </Button>
      }
    />
  );
}
