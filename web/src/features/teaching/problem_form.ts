// The fields of a problem as a form holds them, and as the server takes them.

import type { Schemas } from "@/lib/api/client";
import type { Problem } from "@/lib/api/endpoints/problem";
import type { Difficulty } from "@/lib/api/endpoints/problems";
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
  absoluteTolerance: number;
  relativeTolerance: number;
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
  published: true,
  timeLimitMs: 5000,
  memoryLimitMb: 256,
  outputLimitKb: 16_384,
  checker: "trim",
  absoluteTolerance: TOLERANCE,
  relativeTolerance: TOLERANCE,
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
    absoluteTolerance: checker.absoluteTolerance ?? TOLERANCE,
    relativeTolerance: checker.relativeTolerance ?? TOLERANCE,
  };
}

export function toBody(values: ProblemValues): Omit<Schemas["NewProblem"], "testCases"> {
  const { timeLimitMs, memoryLimitMb, outputLimitKb, checker, absoluteTolerance, relativeTolerance, ...rest } = values;
  return {
    ...rest,
    title: rest.title.trim(),
    limits: { timeLimitMs, memoryLimitMb, outputLimitKb },
    checker: checker === "float" ? { type: checker, absoluteTolerance, relativeTolerance } : { type: checker },
  };
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
