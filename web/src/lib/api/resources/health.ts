import { queryOptions } from "@tanstack/react-query";

import { api, type Schemas } from "../client";
import { errorFrom } from "../error";

export type Health = Schemas["Health"];

/** The beginning of the keys of all that the page about judging shows. */
export const judgeKey = ["judge"];

const isHealth = (body: unknown): body is Health => typeof body === "object" && body !== null && "sandbox" in body;

/** A server that is not healthy answers 503, and says why: an answer too. */
export const healthQuery = queryOptions({
  queryKey: [...judgeKey, "health"],
  queryFn: async ({ signal }): Promise<Health> => {
    const { data, error, response } = await api.GET("/health", { signal });
    const body: unknown = data ?? error;
    if (!isHealth(body)) throw errorFrom(response, body);
    return body;
  },
});
