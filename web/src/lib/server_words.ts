// Sentences of the server in the reader's language: known ones have their words in the catalogue, with "$" for each part that
// the server put in. An unknown sentence is shown as it came.

import { decimal, limit, milliseconds } from "./format";
import { number } from "./locale";
import { reasonWords, type Reason } from "./reasons";
import { serverText, text } from "./text";
import { verdictNames } from "./verdicts";

const NOT_COMPILED = "it does not compile";

const escaped = (part: string) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** The parts that the server put in, when it said the pattern. */
function partsOf(said: string, pattern: string): string[] | undefined {
  if (!pattern.includes("$")) return said === pattern ? [] : undefined;
  return new RegExp(`^${pattern.split("$").map(escaped).join("(.{1,200}?)")}$`).exec(said)?.slice(1);
}

function translate(said: string, known: Record<string, string> = {}, named: (part: string, place: number) => string = (part) => part): string | undefined {
  if (Object.hasOwn(known, said)) return known[said];
  for (const [pattern, words] of Object.entries(known)) {
    const given = partsOf(said, pattern)?.map(named);
    if (given === undefined) continue;
    return words.replace(/\$/g, () => given.shift() ?? "");
  }
  return undefined;
}

/** A quantity, grouped as the others of the page: "60,000". */
const grouped = (part: string): string => (/^\d{4,}$/.test(part) ? number(Number(part)) : part);

/** `testCases[2].weight` is a field of the third test. */
function fieldName(field: string): string {
  const fields: Record<string, string> = serverText.fields ?? {};
  const named = (name: string) => (Object.hasOwn(fields, name) ? (fields[name] ?? name) : name);
  const [, index, inner] = /^testCases\[(\d+)\](?:\.(\w+))?$/.exec(field) ?? [];
  return index === undefined ? named(field) : (serverText.ofTest?.(Number(index) + 1, inner === undefined ? "" : named(inner)) ?? field);
}

/** The failed operation. */
export const serverMessage = (message: string): string => translate(message, serverText.messages) ?? message;

const ended = (said: string): string => said + (/[.!?…:]$/.test(said) ? "" : ".");
const sentence = (said: string): string => ended((said[0] ?? "").toUpperCase() + said.slice(1));

/** Why: the server's reasons begin with a field's name and have no full stop. As a sentence. */
export function serverReason(reason: string): string {
  const said = reason.trim();
  const known = translate(said, serverText.reasons, grouped) ?? packageWords(said) ?? translate(said, serverText.ofFields, (part, place) => (place === 0 ? fieldName(grouped(part)) : grouped(part)));
  if (known !== undefined || said === "") return known ?? "";
  return sentence(said);
}

/** The error in a package: "problem.yaml: line 3: limits.time_limit: must be ...". Undefined when it is none of these. */
export function packageWords(said: string): string | undefined {
  const whole = translate(said, serverText.packages);
  if (whole !== undefined) return sentence(whole);
  const [, file, line = "", rest = ""] = /^([^\s:]+): (?:line (\d+): )?(.+)$/.exec(said) ?? [];
  if (file === undefined || !/\/|\.(?:yaml|ini)$|^(?:statement|submissions)$/.test(file)) return undefined;
  const [, key, inner] = /^([\w.$ <>*-]{1,80}?): (.+)$/.exec(rest) ?? [];
  const direct = translate(rest, serverText.packages);
  const words = direct ?? (inner === undefined ? undefined : translate(inner, serverText.packages));
  return words === undefined ? undefined : ended(`${serverText.packagePlace?.(file, line, direct === undefined ? (key ?? "") : "") ?? file}: ${words}`);
}

/** How the server is, and why a language cannot be judged. */
export function healthWords(said: string): string {
  const known = (one: string) => translate(one, serverText.health);
  return translate(said, serverText.health, (part) => known(part) ?? part) ?? serverReason(said);
}

const inLocale = (part: string): string | undefined => {
  const [, seconds] = /^(\d+(?:\.\d+)?) s$/.exec(part) ?? [];
  // A limit that somebody set is a round one; what was measured reads as in the table beside it.
  const measured = Math.round(1000 * Number(seconds ?? 0));
  if (seconds !== undefined) return measured % 100 === 0 ? limit(measured) : milliseconds(measured);
  const [, file, line] = /^(.+), line (\d+)$/.exec(part) ?? [];
  if (file !== undefined) return serverText.lineOf?.(file, Number(line));
  return /^\d+\.\d+$/.test(part) ? decimal(Number(part)) : undefined;
};

/** Why a solution did not get the verdict it should get. `reason`: of the run, which the sentence then leaves out. */
export function verificationWords(said: string, reason?: Reason): string {
  const part = (one: string) => verdictNames(one) ?? translate(one, serverText.judged) ?? inLocale(one) ?? one;
  const words = translate(said, serverText.verification, part) ?? serverReason(said);
  return reason === undefined ? words : `${words} ${reasonWords(reason, reason.code === "compilerRefused" || said === NOT_COMPILED ? "compiler" : "program")}`;
}

/** Verdicts that have to occur, some of them in a group of tests alone: "WA, TLE in secret/b*". */
export const expectedWords = (expected: string): string =>
  expected
    .split(", ")
    .map((one) => {
      const [codes = "", ...where] = one.split(" in ");
      const words = one === "any" ? text.packages.anyVerdict : (verdictNames(codes) ?? codes);
      return where.length === 0 ? words : text.packages.verdictIn(words, where.join(" in "));
    })
    .join(", ");
