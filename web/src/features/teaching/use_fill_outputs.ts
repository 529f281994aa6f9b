import { useState } from "react";

import { changeTestCase, readTestCase } from "@/lib/api/resources/test_cases";
import { run, type RunResult } from "@/lib/api/resources/runs";
import type { Solution } from "@/lib/api/resources/solutions";
import { ApiError, describe } from "@/lib/api/error";
import { byteLength } from "@/lib/format";
import { resultWords } from "@/lib/reasons";
import { text } from "@/lib/text";
import { nameOf } from "@/lib/verdicts";

import { useVersionHere } from "./problem_version";

const INPUT_MAX = 1024 * 1024;
const TRIES_MAX = 40;
const PAUSE_S = 2;

/** The server runs so many programs a minute for one user: waits as it says. */
async function runPatiently(body: Parameters<typeof run>[0]): Promise<RunResult> {
  for (let tries = 1; ; ++tries) {
    try {
      return await run(body);
    } catch (error) {
      if (!(error instanceof ApiError) || (error.status !== 429 && error.status !== 503) || tries === TRIES_MAX) throw error;
      await new Promise((resolve) => setTimeout(resolve, 1000 * (error.retryAfterSeconds ?? PAUSE_S)));
    }
  }
}

/** Runs an accepted solution on the inputs of tests, and stores what it prints as their expected outputs. */
export function useFillOutputs(onDone: () => Promise<unknown>) {
  const version = useVersionHere();
  const [progress, setProgress] = useState<{ done: number; total: number } | null>(null);
  const [troubles, setTroubles] = useState<string[]>([]);
  const fillOne = async (id: string, { language, code }: Solution): Promise<string | null> => {
    const { input, truncated } = await readTestCase(id);
    if (truncated || byteLength(input) > INPUT_MAX) return text.solutions.inputTooLarge;
    const result = await runPatiently({ language, code, customInput: input });
    if (result.status !== "AC") return resultWords(result) || nameOf(result.status);
    if (result.outputTruncated === true || result.outputLossy === true) return text.solutions.outputTooLarge;
    await version?.change((at) => changeTestCase(at, id, { output: result.output }));
    return null;
  };
  /** `tests`: their ids with their places. */
  const fill = async (tests: { id: string; position: number }[], solution: Solution) => {
    setTroubles([]);
    setProgress({ done: 0, total: tests.length });
    let at = "";
    try {
      for (const [done, { id, position }] of tests.entries()) {
        at = text.tests.editTitle(position);
        const trouble = await fillOne(id, solution);
        if (trouble !== null) setTroubles((known) => [...known, `${at}: ${trouble}`]);
        setProgress({ done: done + 1, total: tests.length });
      }
    } catch (error) {
      if (error instanceof ApiError) error.ofChange = true;
      const { title, detail } = describe(error);
      setTroubles((known) => [...known, `${at}: ${title}. ${detail}`]);
    }
    await onDone();
    setProgress(null);
  };
  return { fill, progress, troubles };
}
