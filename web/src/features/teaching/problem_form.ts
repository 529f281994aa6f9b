// The fields of a problem as a form holds them, and as the server takes them.

import type { Schemas } from "@/lib/api/client";
import type { Difficulty, Problem } from "@/lib/api/resources/problems";
import { characters } from "@/lib/bounds";
import { text } from "@/lib/text";

export type CheckerType = Schemas["Checker"]["type"];
export type Scoring = "all" | "weighted" | "groups";

export interface ProblemValues {
  title: string;
  description: string;
  difficulty: Difficulty;
  tags: string[];
  languages: string[];
  published: boolean;
  timeLimitMs: number;
  memoryLimitMb: number;
  outputLimitKb: number;
  checker: CheckerType;
  /** Empty: not given. */
  absoluteTolerance: number | "";
  relativeTolerance: number | "";
  ignoreCase: boolean;
  /** Of the checker of numbers alone. */
  spaceSensitive: boolean;
  scoring: Scoring;
}

export const BOUNDS = {
  timeLimitMs: [100, 60_000],
  memoryLimitMb: [16, 4096],
  outputLimitKb: [1, 65_536],
} as const;

const TOLERANCE = 1e-6;

export const newProblem: ProblemValues = {
  title: "",
  description: "",
  difficulty: "easy",
  tags: [],
  languages: [],
  published: false,
  timeLimitMs: 5000,
  memoryLimitMb: 256,
  outputLimitKb: 16_384,
  checker: "trim",
  absoluteTolerance: TOLERANCE,
  relativeTolerance: TOLERANCE,
  ignoreCase: false,
  spaceSensitive: false,
  scoring: "all",
};

export function valuesOf(problem: Problem): ProblemValues {
  const { title, description, difficulty, tags, languages, published, scoring, checker, limits } = problem;
  return {
    title,
    description,
    difficulty,
    tags,
    languages,
    published,
    scoring,
    ...limits,
    checker: checker.type,
    absoluteTolerance: checker.type === "float" ? (checker.absoluteTolerance ?? "") : TOLERANCE,
    relativeTolerance: checker.type === "float" ? (checker.relativeTolerance ?? "") : TOLERANCE,
    ignoreCase: checker.ignoreCase ?? false,
    spaceSensitive: checker.spaceSensitive ?? false,
  };
}

/** What is off is not sent, nor what belongs to numbers with another checker. */
function checkerOf({ checker: type, absoluteTolerance, relativeTolerance, ignoreCase, spaceSensitive }: ProblemValues): Schemas["Checker"] {
  return {
    type,
    ...(ignoreCase ? { ignoreCase } : {}),
    ...(type === "float" && spaceSensitive ? { spaceSensitive } : {}),
    ...(type === "float" && absoluteTolerance !== "" ? { absoluteTolerance } : {}),
    ...(type === "float" && relativeTolerance !== "" ? { relativeTolerance } : {}),
  };
}

export function toBody(values: ProblemValues): Omit<Schemas["NewProblem"], "testCases"> {
  const { title, description, difficulty, tags, languages, published, scoring, timeLimitMs, memoryLimitMb, outputLimitKb } = values;
  return {
    title: title.trim(),
    description,
    difficulty,
    tags,
    languages,
    published,
    scoring,
    limits: { timeLimitMs, memoryLimitMb, outputLimitKb },
    checker: checkerOf(values),
  };
}

/** What a form goes on with when it is saved: what the server stored, and what was typed since it was sent. */
export function afterSave(sent: ProblemValues, now: ProblemValues, stored: ProblemValues): ProblemValues {
  const same = (key: keyof ProblemValues) => JSON.stringify(now[key]) === JSON.stringify(sent[key]);
  const typed = Object.entries(now).filter(([key]) => !same(key as keyof ProblemValues));
  return { ...stored, ...(Object.fromEntries(typed) as Partial<ProblemValues>) };
}

const inBounds = (name: keyof typeof BOUNDS) => (value: number) => {
  const [low, high] = BOUNDS[name];
  return Number.isInteger(value) && value >= low && value <= high ? null : text.teaching.between(low, high);
};

export const validate = {
  title: (value: string) => (characters(value.trim()) >= 1 && characters(value.trim()) <= 200 ? null : text.teaching.needTitle),
  timeLimitMs: inBounds("timeLimitMs"),
  memoryLimitMb: inBounds("memoryLimitMb"),
  outputLimitKb: inBounds("outputLimitKb"),
};
