// What the server says, in the reader's language: known sentences have their words in the catalogue, with "$" for each part that
// the server put in. A sentence that nobody knows is shown as it came.

import { text } from "./text";
import { verdictNames } from "./verdicts";

const escaped = (part: string) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** What the server put in, when it said the pattern. */
function partsOf(said: string, pattern: string): string[] | undefined {
  if (!pattern.includes("$")) return said === pattern ? [] : undefined;
  return new RegExp(`^${pattern.split("$").map(escaped).join("(.{1,200}?)")}$`).exec(said)?.slice(1);
}

function translate(said: string, known: Record<string, string>, named: (part: string, place: number) => string = (part) => part): string | undefined {
  if (Object.hasOwn(known, said)) return known[said];
  for (const [pattern, words] of Object.entries(known)) {
    const given = partsOf(said, pattern)?.map(named);
    if (given === undefined) continue;
    return words.replace(/\$/g, () => given.shift() ?? "");
  }
  return undefined;
}

/** `testCases[2].weight` is a field of the third test. */
function fieldName(field: string): string {
  const fields: Record<string, string> = text.server.fields;
  const named = (name: string) => (Object.hasOwn(fields, name) ? (fields[name] ?? name) : name);
  const [, index, inner] = /^testCases\[(\d+)\](?:\.(\w+))?$/.exec(field) ?? [];
  return index === undefined ? named(field) : text.server.ofTest(Number(index) + 1, inner === undefined ? "" : named(inner));
}

/** What failed. */
export const serverMessage = (message: string): string => translate(message, text.server.messages) ?? message;

/** Why: the server's reasons begin with a field's name and have no full stop. As a sentence. */
export function serverReason(reason: string): string {
  const said = reason.trim();
  const known = translate(said, text.server.reasons) ?? translate(said, text.server.ofFields, (part, place) => (place === 0 ? fieldName(part) : part));
  if (known !== undefined || said === "") return known ?? "";
  return (said[0] ?? "").toUpperCase() + said.slice(1) + (/[.!?…:]$/.test(said) ? "" : ".");
}

/** Why a solution did not get the verdict it should get. */
export function verificationWords(said: string): string {
  const words = translate(said, text.server.verification, (part) => verdictNames(part) ?? translate(part, text.server.judged) ?? part);
  return words ?? serverReason(said);
}
