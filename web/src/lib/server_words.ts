// Sentences of the server in the reader's language: known ones have their words in the catalogue, with "$" for each part that
// the server put in. An unknown sentence is shown as it came.

import { decimal, limit, milliseconds } from "./format";
import { number } from "./locale";
import { reasonWords, type Reason } from "./reasons";
import { serverText, text } from "./text";
import { nameOf, verdictNames, type Status } from "./verdicts";

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

/** The folders of solutions whose verdict somebody chose in a list. */
const EXPECTED: Record<string, Status> = { accepted: "AC", wrong_answer: "WA", time_limit_exceeded: "TLE", run_time_error: "RE" };

/** What asks for a verdict: "submissions/accepted". A file of the package keeps its name. */
function sourceWords(part: string): string | undefined {
  const folder = /^submissions\/([\w-]+)$/.exec(part)?.[1];
  if (folder === undefined) return undefined;
  const status = Object.hasOwn(EXPECTED, folder) ? EXPECTED[folder] : undefined;
  return status === undefined ? serverText.ofFolder?.(folder) : serverText.ofExpected?.(nameOf(status));
}

/** "submissions/accepted/slow.py" */
const solutionName = (part: string): string | undefined => /^submissions\/[\w-]+\/(.+)$/.exec(part)?.[1];

/** The tests by the names that the server gives them in these sentences, each as the page calls it. */
export function testsByName(tests: { tags: string[] }[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  // Of a package: its file's name. A test that was typed in has its number, after its kind.
  for (const [i, { tags }] of tests.entries()) if (tags[0] !== undefined) found.set(tags[0], text.submission.testOfFile(i + 1, tags[0]));
  for (const i of tests.keys()) {
    for (const kind of ["sample", "secret"]) {
      const name = `${kind}/${i + 1}`;
      if (!found.has(name)) found.set(name, text.submission.test(i + 1));
    }
  }
  return found;
}

/**
 * Why a solution did not get the verdict it should get. `reason`: of the run, which the sentence then leaves out.
 * `tests`: as `testsByName` has them.
 */
export function verificationWords(said: string, reason?: Reason, tests?: ReadonlyMap<string, string>): string {
  const part = (one: string) =>
    tests?.get(one) ?? verdictNames(one) ?? translate(one, serverText.judged) ?? sourceWords(one) ?? solutionName(one) ?? inLocale(one) ?? one;
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
