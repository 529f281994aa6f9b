// eslint-disable-next-line no-restricted-syntax -- what all others use is made of it here
import { FileButton, type FileButtonProps } from "@mantine/core";
import { useRef } from "react";

/**
 * A button that asks for files. The same file can be chosen twice: it may have been changed in between, and a browser says
 * nothing of a choice that is the one before.
 */
export function FilePicker<Multiple extends boolean = false>({ onChange, ...rest }: FileButtonProps<Multiple>) {
  const forget = useRef<() => void>(null);
  const chosen = (files: Parameters<typeof onChange>[0]) => {
    onChange(files);
    forget.current?.();
  };
  return <FileButton<Multiple> {...(rest as FileButtonProps<Multiple>)} resetRef={forget} onChange={chosen} />;
}
