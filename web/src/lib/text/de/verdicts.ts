import type { verdicts as English } from "../en/verdicts";

export const verdicts: typeof English = {
  QUEUED: { name: "In der Warteschlange", explanation: "Die Abgabe wartet auf einen freien Platz." },
  RUNNING: { name: "Wird bewertet", explanation: "Ihr Programm wird gerade bewertet." },
  AC: { name: "Richtig", explanation: "Alle Tests sind bestanden." },
  WA: { name: "Falsche Ausgabe", explanation: "Das Programm lief, gab aber etwas anderes aus als erwartet." },
  TLE: { name: "Zeit überschritten", explanation: "Das Programm brauchte länger, als ein Test erlaubt." },
  MLE: { name: "Speicher überschritten", explanation: "Das Programm brauchte mehr Speicher, als ein Test erlaubt." },
  OLE: { name: "Zu viel Ausgabe", explanation: "Das Programm gab weit mehr aus, als ein Test erlaubt." },
  RE: { name: "Laufzeitfehler", explanation: "Das Programm endete mit einem Fehler: Absturz, Ausnahme oder ein Exit-Code ungleich 0." },
  CE: { name: "Compilerfehler", explanation: "Der Compiler hat das Programm nicht angenommen. Seine Meldung steht unten." },
  IE: { name: "Interner Fehler", explanation: "Das ist unser Fehler, nicht Ihrer. Die Verwaltung kann neu bewerten." },
  CANCELLED: { name: "Zurückgezogen", explanation: "Vor der Bewertung zurückgezogen." },
};
