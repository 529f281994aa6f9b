import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconX } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";

import { FormError } from "@/components/FormError";
import { cancel, submissionChanged } from "@/lib/api/resources/submission";
import { text } from "@/lib/text";

/** Takes a submission that waits out of the queue. */
export function TakeBack({ submissionId }: { submissionId: string }) {
  const client = useQueryClient();
  const take = useMutation({
    mutationFn: () => cancel(submissionId),
    onSuccess: () => {
      notifications.show({ message: text.submission.cancelled });
      return submissionChanged(client, submissionId);
    },
  });
  return (
    <>
      <Button size="compact-sm" variant="default" leftSection={<IconX size={15} aria-hidden />} loading={take.isPending} onClick={() => take.mutate()}>
        {text.submission.cancel}
      </Button>
      <FormError error={take.error} />
    </>
  );
}
