// What the server says, in the reader's language: known sentences have their words in the catalogue, with "$" for each part that
// the server put in. A sentence that nobody knows is shown as it came.

import { text } from "./text";

const escaped = (part: string) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

function translate(said: string, known: Record<string, string>): string | undefined {
  if (Object.hasOwn(known, said)) return known[said];
  for (const [pattern, words] of Object.entries(known)) {
    if (!pattern.includes("$")) continue;
    const parts = new RegExp(`^${pattern.split("$").map(escaped).join("(.{1,200}?)")}$`).exec(said)?.slice(1);
    if (parts !== undefined) return words.replace(/\$/g, () => parts.shift() ?? "");
  }
  return undefined;
}

/** What failed. */
export const serverMessage = (message: string): string => translate(message, text.server.messages) ?? message;

/** Why: the server's reasons begin with a field's name and have no full stop. As a sentence. */
export function serverReason(reason: string): string {
  const said = reason.trim();
  const known = translate(said, text.server.reasons);
  if (known !== undefined || said === "") return known ?? "";
  return (said[0] ?? "").toUpperCase() + said.slice(1) + (/[.!?…:]$/.test(said) ? "" : ".");
}
