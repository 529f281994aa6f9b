import { isolated } from "@/lib/bidi";

import type { packages as English } from "../en/packages";

export const packages: typeof English = {
  packages: {
    import: "Paket importieren",
    lead: "Ein Aufgabenpaket im Format von ICPC und Kattis, als Zip-Datei. Eine Aufgabe, die mit derselben uuid kam, wird aktualisiert.",
    choose: "Zip-Datei wählen",
    sending: (percent: number) => `Wird gesendet, ${percent} %`,
    reading: "Paket wird gelesen",
    created: (title: string) => `„${isolated(title)}“ ist importiert`,
    updated: (title: string) => `„${isolated(title)}“ ist aktualisiert`,
    open: "Öffnen",
    bundled: "Ergebnisse der Lösungen",
    bundledHint: "Programme des Pakets, was jedes ergeben muss und was es mit den importierten Tests ergab.",
    columns: { file: "Lösung", language: "Sprache", expected: "Erwartet", found: "Gefunden", slowest: "Langsamster Test" },
    or: " oder ",
    anyVerdict: "beliebig",
    verdictIn: (verdict: string, tests: string) => `${verdict} (in ${tests})`,
    notJudged: "nicht bewertet",
    asExpected: "Wie erwartet",
    unexpected: "Nicht wie erwartet",
    judging: (judged: number, all: number) => `${judged} von ${all} ${all === 1 ? "Lösung" : "Lösungen"} bewertet`,
    judgingLabel: "Bewertung der Lösungen",
    allAsExpected: "Alle Lösungen haben das erwartete Ergebnis.",
    notAllAsExpected: "Nicht alle Lösungen haben das erwartete Ergebnis.",
    noTimeLimit: (limit: string) => `Vorgeschlagene Zeitgrenze: ${limit}. Sie lässt jeder Lösung genug Raum, die rechtzeitig enden muss.`,
    takeTimeLimit: (limit: string) => `Auf ${limit} setzen`,
    export: "Als Paket exportieren",
    exportDo: "Exportieren",
    exportHint: "Eine Zip-Datei im ICPC-Format, mit Aufgabentext, Tests und allem, was das Paket sonst enthielt.",
  },
};
