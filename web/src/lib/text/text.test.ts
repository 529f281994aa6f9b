// No word is missing in any language, and none was left in English. The types hold the trees to the same names; what types
// cannot see is held here: that each says something, of its own, with what it is given in it.

import { describe, expect, it } from "vitest";

import { words as german } from "./de";
import { admin as germanAdmin } from "./de/admin";
import { server as germanServer } from "./de/server";
import { words as english } from "./en";
import { admin as englishAdmin } from "./en/admin";
import { server as englishServer } from "./en/server";

/** Same in both: names, signs, and words that German took over. */
const SAME = new Set([
  "general.product",
  "general.of",
  "shell.version",
  "shell.languages.en",
  "shell.languages.de",
  "people.name",
  "users.columns.name",
  "submission.points",
  "tests.columns.position",
  "tests.one",
  "tests.editTitle",
  "teaching.columns.tests",
  "teaching.tabs.tests",
  "problem.tests",
  "submission.tests",
  "submission.stripTest",
  "submission.test",
  "submission.testOfFile",
  "submission.testColumns.test",
]);

type Leaf = string | ((...given: never[]) => string);

function leavesOf(tree: object, path = ""): [string, Leaf][] {
  return Object.entries(tree).flatMap(([name, value]: [string, unknown]) => {
    const here = path === "" ? name : `${path}.${name}`;
    return typeof value === "object" && value !== null ? leavesOf(value, here) : [[here, value as Leaf] as [string, Leaf]];
  });
}

// Words take numbers, texts and a flag: each is tried with all of these, for the forms of one, of none and of many.
const MARKS = ["«1»", "«2»", "«3»", "«4»"];
const SAMPLES: unknown[][] = [[1, 1, 1, 1], [0, 0, 0, 0], [3, 5, false, "«3»"], [3, true, "«1»", "«2»"], MARKS, ["", "", "", ""]];
function said(leaf: Leaf, sample: unknown[]): string {
  return typeof leaf === "string" ? leaf : leaf(...(sample as never[]));
}

const en = new Map(leavesOf({ ...english, ...englishAdmin, server: englishServer }));
const de = new Map(leavesOf({ ...german, ...germanAdmin, server: germanServer }));

describe("German", () => {
  it("has the names of English, all of them and no more", () => {
    expect([...de.keys()].sort()).toEqual([...en.keys()].sort());
  });

  it("takes what English takes", () => {
    const kinds = (tree: Map<string, Leaf>) => Object.fromEntries([...tree].map(([name, leaf]) => [name, typeof leaf]));
    expect(kinds(de)).toEqual(kinds(en));
  });

  it("says something everywhere, and nothing in English", () => {
    const silent: string[] = [];
    const left: string[] = [];
    for (const [name, leaf] of de) {
      const source = en.get(name);
      if (source === undefined) continue;
      const pairs = SAMPLES.map((sample) => [said(leaf, sample), said(source, sample)] as const);
      if (pairs.some(([word, original]) => word.trim() === "" && original.trim() !== "")) silent.push(name);
      if (!SAME.has(name) && pairs.some(([word, original]) => word === original && /\p{L}{2}/u.test(word))) left.push(name);
    }
    expect({ silent, left }).toEqual({ silent: [], left: [] });
  });

  it("puts in what it is given, wherever English does", () => {
    const lost: string[] = [];
    for (const [name, leaf] of de) {
      const source = en.get(name);
      if (typeof leaf !== "function" || typeof source !== "function") continue;
      for (const mark of MARKS) {
        if (said(source, MARKS).includes(mark) && !said(leaf, MARKS).includes(mark)) lost.push(`${name}: ${mark}`);
      }
    }
    expect(lost).toEqual([]);
  });

  it("calls a test by one word", () => {
    const other = [...de].filter(([, leaf]) => SAMPLES.some((sample) => /testf[aä]ll/i.test(said(leaf, sample)))).map(([name]) => name);
    expect(other).toEqual([]);
  });

  it("and English, too", () => {
    const other = [...en].filter(([, leaf]) => SAMPLES.some((sample) => /test cases?\b/i.test(said(leaf, sample)))).map(([name]) => name);
    expect(other).toEqual([]);
  });

  it("groups large numbers, in each language", () => {
    for (const { teaching } of [englishAdmin, germanAdmin]) {
      expect(teaching.outdated(1234, 5678, false)).toMatch(/1,234 .* 5,678/);
      expect(teaching.outdatedGoing(1234)).toContain("1,234");
      expect(teaching.changes.summary(1234, 5678, false)).toMatch(/1,234 .* 5,678/);
    }
  });

  it("has the forms of one and of many", () => {
    expect(german.general.of(1, false, german.problems.one, german.problems.many)).toBe("1 Aufgabe");
    expect(german.general.of(0, false, german.problems.one, german.problems.many)).toBe("0 Aufgaben");
    expect(german.problem.versionOf("gestern", 1)).toBe("gestern, 1 Zeile");
    expect(german.judge.attempts(1)).toBe("1 gescheiterter Versuch");
    expect(german.judge.attempts(2)).toBe("2 gescheiterte Versuche");
  });

  it.each<[string, (of: typeof english & typeof englishAdmin) => string, string, string]>([
    ["no test", ({ problem }) => problem.testsOf(0, 0), "no tests yet", "noch keine Tests"],
    ["a public test", ({ problem }) => problem.testsOf(1, 0), "1, public", "1, öffentlich"],
    ["a private test", ({ problem }) => problem.testsOf(1, 1), "1, private", "1, geheim"],
    ["public tests", ({ problem }) => problem.testsOf(2, 0), "2, all public", "2, alle öffentlich"],
    ["tests", ({ problem }) => problem.testsOf(3, 1), "3, 1 private", "3, davon 1 geheim"],
    ["a sample", ({ problem }) => problem.samplesPassed(0, 1), "0 of 1 sample right", "0 von 1 Beispiel richtig"],
    ["samples", ({ problem }) => problem.samplesPassed(1, 2), "1 of 2 samples right", "1 von 2 Beispielen richtig"],
    ["a passed test", ({ submission }) => submission.passed(1, 1), "1 of 1 test passed", "1 von 1 Test bestanden"],
    ["passed tests", ({ submission }) => submission.passed(1, 2), "1 of 2 tests passed", "1 von 2 Tests bestanden"],
    ["a judged test", ({ submission }) => submission.progress(0, 1), "0 of 1 test judged", "0 von 1 Test bewertet"],
    ["an equal line", ({ submission }) => submission.rowsBefore(1), "1 equal line above", "1 gleiche Zeile davor"],
    ["one more line", ({ submission }) => submission.rowsAfter(1), "1 more line below", "1 weitere Zeile danach"],
    ["a solution", ({ packages }) => packages.judging(0, 1), "0 of 1 solution judged", "0 von 1 Lösung bewertet"],
    ["a filled test", ({ solutions }) => solutions.filling(0, 1), "0 of 1 test run", "0 von 1 Test ausgeführt"],
    ["an old verdict", ({ teaching }) => teaching.outdated(1, 1, false).slice(0, 24), "1 of 1 verdict is older ", "1 von 1 Ergebnis ist ält"],
    ["old verdicts", ({ teaching }) => teaching.outdated(1, 3, false).slice(0, 25), "1 of 3 verdicts is older ", "1 von 3 Ergebnissen ist ä"],
  ])("has the forms of one and of many, as English has: %s", (_, say, inEnglish, inGerman) => {
    expect([say({ ...english, ...englishAdmin }), say({ ...german, ...germanAdmin })]).toEqual([inEnglish, inGerman]);
  });
});
