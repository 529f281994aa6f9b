// One form makes one problem, however often its button is pressed: the answer to the first press may have been lost.

import type { Schemas } from "@/lib/api/client";
import { ApiError } from "@/lib/api/error";
import { changeProblem, createProblem } from "@/lib/api/resources/problem_changes";
import { newKey } from "@/lib/random";

type Body = Schemas["NewProblem"];

/** What was typed since the first press comes into the problem that it made. */
export function createOnce(): (body: Body) => Promise<Schemas["Problem"]> {
  let first: { key: string; body: Body } | null = null;
  return async (body) => {
    first ??= { key: newKey(), body };
    const sent = first;
    const problem = await createProblem(sent.body, sent.key).catch((error: unknown) => {
      // Refused: there is none.
      if (!(error instanceof ApiError) || !error.passing) first = null;
      throw error;
    });
    if (JSON.stringify(sent.body) === JSON.stringify(body)) return problem;
    const { testCases, ...rest } = body;
    return changeProblem(problem._id, testCases.length === 0 ? rest : body);
  };
}
