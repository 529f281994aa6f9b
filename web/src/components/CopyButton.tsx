import { ActionIcon, Tooltip } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useEffect, useState } from "react";

import { copyText } from "@/lib/clipboard";
import { text } from "@/lib/text";

const SHOWN_MS = 1500;

export function CopyButton({ value, label }: { value: string; label: string }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <Tooltip label={copied ? text.general.copied : text.general.copy}>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={copied ? text.general.copied : label}
        onClick={() => void copyText(value).then(setCopied)}
      >
        {copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
      </ActionIcon>
    </Tooltip>
  );
}
