// A problem's title and statement in the reader's language, where the problem has them; else its own.

import type { Problem } from "@/lib/api/resources/problems";

import { locale } from "./locale";

type Statement = Pick<Problem, "title" | "description" | "language">;

/** `wanted`: "de", or "de-AT" which "de" serves, too. */
export function inReadersLanguage(problem: Statement & Pick<Problem, "translations">, wanted: string = locale): Statement {
  const own: Statement = { title: problem.title, description: problem.description, language: problem.language };
  const all = [own, ...problem.translations];
  const base = wanted.split("-")[0] ?? wanted;
  return (
    all.find(({ language }) => language === wanted) ??
    all.find(({ language }) => language === base) ??
    // "pt-BR" for who reads "pt"
    all.find(({ language }) => language !== "" && language.split("-")[0] === base) ??
    own
  );
}
