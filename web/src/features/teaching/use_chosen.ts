import { useState } from "react";

/** The rows from one to the other, in the order of the table. */
function between(ids: readonly string[], from: string, to: string): string[] {
  const [start, end] = [ids.indexOf(from), ids.indexOf(to)].sort((a, b) => a - b);
  return start === undefined || start < 0 ? [to] : ids.slice(start, (end ?? start) + 1);
}

/** Rows of a table that are chosen, as lists of files do it: with Shift, all from the last click on. `ids`: in their order. */
export function useChosen(ids: readonly string[]) {
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  const [last, setLast] = useState("");
  // What was removed meanwhile is not chosen any more.
  const chosen = ids.filter((id) => marked.has(id));
  return {
    chosen,
    choose: (id: string, wanted: boolean, range: boolean) => {
      const some = range ? between(ids, last, id) : [id];
      setMarked(new Set(wanted ? [...chosen, ...some] : chosen.filter((one) => !some.includes(one))));
      setLast(id);
    },
    chooseAll: (wanted: boolean) => setMarked(new Set(wanted ? ids : [])),
  };
}
