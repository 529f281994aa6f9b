// Files that the browser makes of texts.

const ENDINGS: Record<string, string> = { javascript: "js", typescript: "ts", python: "py", java: "java", cpp: "cpp", c: "c", go: "go" };

/** The name under which a program is kept; Java insists on its class's. */
export const sourceName = (language: string, id: string): string =>
  language === "java" ? "Main.java" : `submission-${id.slice(-8)}.${ENDINGS[language] ?? "txt"}`;

export function downloadBlob(name: string, blob: Blob): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken hold of it once the click returns to the event loop.
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

export const downloadText = (name: string, value: string): void =>
  downloadBlob(name, new Blob([value], { type: "text/plain;charset=utf-8" }));
