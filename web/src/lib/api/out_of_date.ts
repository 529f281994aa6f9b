import type { QueryClient, QueryKey } from "@tanstack/react-query";

/** Answers below these keys are asked for again: at once where a page shows them, else when one does. */
export const outOfDate = (client: QueryClient, ...keys: QueryKey[]) =>
  Promise.all(keys.map((queryKey) => client.invalidateQueries({ queryKey })));
