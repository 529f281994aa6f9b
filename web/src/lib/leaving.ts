// What is still to be done before somebody signs out: parts of a page say it here, while their token is still good.

const LEAVING_MAX_MS = 3_000;

const parts = new Set<() => Promise<unknown>>();

/** Awaited before signing out, for a moment, until what this returns is called. */
export function beforeLeaving(part: () => Promise<unknown>): () => void {
  parts.add(part);
  return () => parts.delete(part);
}

export async function finishBeforeLeaving(): Promise<void> {
  const patience = new Promise((resolve) => setTimeout(resolve, LEAVING_MAX_MS));
  await Promise.race([Promise.allSettled([...parts].map((part) => part())), patience]);
}
