import { Button, Loader, type ButtonProps } from "@mantine/core";
import type { ComponentPropsWithRef } from "react";

type Props = ButtonProps & Omit<ComponentPropsWithRef<"button">, keyof ButtonProps> & { busy: boolean };

/** A button that keeps the focus while its work runs, and ignores presses until then: one that is disabled loses the focus. */
export function BusyButton({ busy, leftSection, onClick, ...props }: Props) {
  return (
    <Button
      {...props}
      aria-disabled={busy || undefined}
      leftSection={busy ? <Loader size={14} color="currentColor" aria-hidden /> : leftSection}
      onClick={busy ? undefined : onClick}
    />
  );
}
