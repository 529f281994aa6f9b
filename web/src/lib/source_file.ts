// A file that somebody opens or drops as a program: which language it is of, and whether it is a text at all.

const LANGUAGES: Record<string, string> = {
  js: "javascript", mjs: "javascript", cjs: "javascript", ts: "typescript", py: "python", java: "java",
  cpp: "cpp", cc: "cpp", cxx: "cpp", c: "c", go: "go", rs: "rust", kt: "kotlin", cs: "csharp", rb: "ruby", pas: "pascal", hs: "haskell", php: "php",
};
/** The largest source that a server can be set to accept. */
export const SOURCE_MAX_BYTES = 1024 * 1024;

export function languageOf(name: string): string | undefined {
  const ending = (/\.([a-z]+)$/i.exec(name)?.[1] ?? "").toLowerCase();
  return Object.hasOwn(LANGUAGES, ending) ? LANGUAGES[ending] : undefined;
}

export type SourceFile = { code: string } | { refused: "large" | "no text" };

export async function readSource(file: File): Promise<SourceFile> {
  if (file.size > SOURCE_MAX_BYTES) return { refused: "large" };
  try {
    const code = new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
    return code.includes("\0") ? { refused: "no text" } : { code: code.replace(/\r\n/g, "\n") };
  } catch {
    return { refused: "no text" };
  }
}
