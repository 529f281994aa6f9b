import { describe, expect, it } from "vitest";

import { reasonWords, resultWords, type Reason } from "./reasons";
import { text } from "./text";

const words = (code: string, more: Partial<Reason> = {}, by?: "program" | "compiler") => reasonWords({ code, sentence: "as the server says it", ...more }, by);

describe("the reason of a failure", () => {
  it("names its limit as somebody set it", () => {
    expect(words("cpuTime", { limitMs: 2_000 })).toBe("The program used more than 2 s of processor time.");
    expect(words("idle", { limitMs: 12_500 })).toBe("The program waited longer than 12.5 s without working.");
    expect(words("memory", { limitKb: 262_144 })).toBe("The program needed more than 256 MB of memory.");
    expect(words("standardOutput", { limitKb: 16_384 })).toBe("The program printed more than 16 MB.");
    expect(words("compiledFile")).toBe("The compiler made no program that can be run.");
    expect(words("compiledFile", { limitKb: 65_536 })).toBe("The compiled program is larger than 64 MB.");
  });
  it("names the exception, the exit code or the signal where it may be told, and the line", () => {
    expect(words("exception", { name: "ValueError", line: 3 })).toBe("The program ended with ValueError, line 3.");
    expect(words("exception")).toBe("The program ended with an exception.");
    expect(words("exitCode", { number: 255, hint: "minusOne" })).toBe("The program ended with exit code 255, -1 becomes 255.");
    expect(words("exitCode")).toBe("The program ended with an exit code other than 0.");
    expect(words("exitCode", { number: 0 })).toBe("The program ended with exit code 0.");
    expect(words("signal", { name: "SIGSEGV" })).toBe("The program was ended by SIGSEGV (it read or wrote memory that is not its own).");
    expect(words("signal", { name: "SIGUSR1" })).toBe("The program was ended by SIGUSR1.");
  });
  it("ends with a question where it asks one", () => {
    expect(words("signal", { name: "SIGFPE", hint: "divisionByZero" })).toMatch(/, a division by zero\?$/);
  });
  it("says where the output differs, and how many processes there may be", () => {
    expect(words("difference", { outputLine: 2, outputColumn: 7 })).toBe("The output is not the expected one, first in line 2, column 7.");
    expect(words("difference", { outputLine: 2 })).toMatch(/line 2, column 1\.$/);
    expect(words("memory", { limitKb: 1024, processes: 64 })).toMatch(/of memory, at most 64 processes and threads\.$/);
  });
  it("speaks of the compiler where that failed", () => {
    expect(words("cpuTime", { limitMs: 10_000 }, "compiler")).toBe("The compiler used more than 10 s of processor time.");
    expect(words("compilerRefused", {}, "compiler")).toBe("The compiler did not accept the program.");
  });
  it("is the server's sentence where this page does not know it", () => {
    for (const unknown of ["ofALaterVersion", "constructor", "toString"]) expect(words(unknown)).toBe("as the server says it");
    expect(words("noOutput", { hint: "constructor" })).toBe("The program printed nothing.");
    expect(words("noOutput", { outputLine: 1, outputColumn: 1 })).toBe("The program printed nothing.");
    expect(words("outputInFile", { outputLine: 1, outputColumn: 1 })).toBe("The program printed nothing; it wrote a file output.txt instead.");
  });
});

describe("how a run ended", () => {
  it("is said by its reason, without one by the message, and of our own faults by the verdict", () => {
    expect(resultWords({ status: "RE", message: "exit code 3", reason: { code: "exitCode", number: 3, sentence: "" } })).toBe("The program ended with exit code 3.");
    expect(resultWords({ status: "AC", message: "wrote output.txt" })).toBe("wrote output.txt");
    expect(resultWords({ status: "CE", message: "", reason: { code: "idle", limitMs: 10_000, sentence: "" } })).toBe("The compiler took longer than 10 s.");
    expect(resultWords({ status: "IE", message: "worker w1 on host h" })).toBe(text.verdicts.IE.explanation);
  });
});
