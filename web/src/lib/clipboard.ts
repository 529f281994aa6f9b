// Copies a text. Without a secure context (a server without a certificate) browsers keep the clipboard's own interface
// away, and the older way through a selection is left.

function copyBySelection(value: string): boolean {
  const area = document.createElement("textarea");
  area.value = value;
  area.style.position = "fixed";
  area.style.opacity = "0";
  document.body.append(area);
  area.select();
  // Deprecated, and the only way there is.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  const copied = document.execCommand("copy");
  area.remove();
  return copied;
}

export async function copyText(value: string): Promise<boolean> {
  const clipboard = navigator.clipboard as Clipboard | undefined;
  try {
    if (clipboard === undefined) return copyBySelection(value);
    await clipboard.writeText(value);
    return true;
  } catch {
    return copyBySelection(value);
  }
}
