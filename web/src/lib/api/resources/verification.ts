import { queryOptions } from "@tanstack/react-query";

import { answer, api, type Schemas } from "../client";
import { ApiError } from "../error";

export type Verification = Schemas["Verification"];
export type BundledSubmission = Schemas["BundledSubmission"];

const LOOK_EVERY_MS = 1_000;

export const verificationKey = (problemId: string) => ["verification", problemId];

/** The verdicts of the submissions of a problem's package, until all are judged; null where no package was imported. */
export const verificationQuery = (id: string) =>
  queryOptions({
    queryKey: verificationKey(id),
    queryFn: async ({ signal }) => {
      try {
        return await answer(api.GET("/problems/{id}/verification", { params: { path: { id } }, signal }));
      } catch (error) {
        if (error instanceof ApiError && error.status === 404) return null;
        throw error;
      }
    },
    refetchInterval: ({ state }) => (state.data?.done === false ? LOOK_EVERY_MS : false),
  });
