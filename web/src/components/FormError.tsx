import { Alert } from "@mantine/core";
import { IconAlertCircle } from "@tabler/icons-react";

import { ApiError, describe } from "@/lib/api/error";
import { text } from "@/lib/text";

/** Why a form was not taken, above its button. */
export function FormError({ error }: { error: unknown }) {
  if (error === null || error === undefined) return null;
  const { title, detail } = describe(error);
  const seconds = error instanceof ApiError ? error.retryAfterSeconds : undefined;
  return (
    <Alert role="alert" color="red" variant="light" icon={<IconAlertCircle size={18} />} title={title} className="form-error">
      {detail} {seconds === undefined ? null : text.errors.passing(seconds)}
    </Alert>
  );
}
