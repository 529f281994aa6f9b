import type { reasons as English } from "../en/reasons";

export const reasons: typeof English = {
  reasons: {
    difference: "Die Ausgabe ist nicht die erwartete",
    noOutput: "Das Programm hat nichts ausgegeben",
    outputInFile: "Das Programm hat nichts ausgegeben; stattdessen schrieb es eine Datei output.txt",
    cpuTime: (limit: string) => `Das Programm brauchte mehr als ${limit} Prozessorzeit`,
    idle: (limit: string) => `Das Programm wartete länger als ${limit}, ohne zu rechnen`,
    memory: (limit: string) => `Das Programm brauchte mehr als ${limit} Speicher`,
    standardOutput: (limit: string) => `Das Programm gab mehr als ${limit} aus`,
    standardError: (limit: string) => `Das Programm schrieb mehr als ${limit} in die Fehlerausgabe`,
    fileSize: (limit: string) => `Das Programm schrieb eine Datei, die größer als ${limit} ist`,
    exception: (name: string) => (name === "" ? "Das Programm endete mit einer Ausnahme" : `Das Programm endete mit ${name}`),
    exitCode: (number: string) =>
      number === "" ? "Das Programm endete mit einem Exit-Code ungleich 0" : `Das Programm endete mit dem Exit-Code ${number}`,
    signal: (name: string, words: string) => `Das Programm wurde durch ${name} beendet${words === "" ? "" : ` (${words})`}`,
    forbiddenCall: "Das Programm rief etwas auf, das hier nicht erlaubt ist",
    compilerRefused: "Der Compiler hat das Programm nicht angenommen",
    notRun: "Nicht ausgeführt: die Zeit der ganzen Einreichung war vorher verbraucht",
    processes: (limit: number) => `höchstens ${limit} Prozesse und Threads`,
    signals: {
      SIGSEGV: "es las oder schrieb Speicher, der ihm nicht gehört",
      SIGABRT: "es gab auf: eine Prüfung schlug fehl, oder sein Speicher ist zerstört",
      SIGFPE: "es rechnete etwas, das kein Ergebnis hat",
      SIGBUS: "es las oder schrieb Speicher, den es nicht gibt",
      SIGILL: "es erreichte Code, der nie erreicht werden darf",
    },
    hints: {
      mainReturnsZero: "main muss 0 zurückgeben",
      minusOne: "aus -1 wird 255",
      divisionByZero: "eine Division durch null?",
      nullPointer: "ein Nullzeiger?",
      stackIsFull: "Aufrufe ohne Ende oder zu große Variablen?",
    },
    atLine: (line: number) => `Zeile ${line}`,
    goTo: (line: number) => `Zu Zeile ${line} Ihres Programms`,
    errors: "Fehlerausgabe",
    cpu: (time: string) => `${time} Prozessorzeit`,
    wall: (time: string) => `${time} auf der Uhr`,
  },
};
