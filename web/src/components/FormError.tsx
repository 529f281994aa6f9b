import { Alert } from "@mantine/core";
import { IconAlertCircle } from "@tabler/icons-react";

import { ApiError, describe } from "@/lib/api/error";
import { remaining } from "@/lib/format";
import { text } from "@/lib/text";

/** Why a form was not taken, above its button. */
export function FormError({ error }: { error: unknown }) {
  if (error === null || error === undefined) return null;
  const { title, detail } = describe(error);
  // The reason may end with it already.
  const seconds = error instanceof ApiError && !/; try again in \d+ s$/.test(error.reason) ? error.retryAfterSeconds : undefined;
  return (
    <Alert role="alert" color="red" variant="light" icon={<IconAlertCircle size={18} />} title={title} className="form-error">
      {detail} {seconds === undefined ? null : text.errors.passing(remaining(seconds))}
    </Alert>
  );
}
