// Parts of the application that come when they are first needed: pages, the editor, the parser of statements. One that does
// not come is told of by app/PageError.tsx; left to itself, the router would load the whole page again, which without a
// connection ends at the browser's own page.

import { connectionLost, isConnectionLost, onConnection } from "./connection";

export class PartMissing extends Error {
  constructor(cause: unknown) {
    super("a part of the application did not come", { cause });
    this.name = "PartMissing";
  }
}

export async function part<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    if (!navigator.onLine) connectionLost();
    throw new PartMissing(error);
  }
}

// A style sheet that failed once is not asked for again by the build's own loader.
const failed = new Set<HTMLLinkElement>();
document.addEventListener(
  "error",
  ({ target }) => {
    if (target instanceof HTMLLinkElement && target.rel === "stylesheet") failed.add(target);
  },
  true,
);
onConnection(() => {
  if (isConnectionLost()) return;
  for (const link of failed) link.replaceWith(link.cloneNode());
  failed.clear();
});

/** Loads the page again, unless this build did so already here: then it would go on for ever. */
export function reloadOnce(): boolean {
  const name = "autograder.reloaded";
  const here = `${window.location.pathname} ${import.meta.url}`;
  try {
    if (sessionStorage.getItem(name) === here) return false;
    sessionStorage.setItem(name, here);
  } catch {
    // Nothing can be remembered.
    return false;
  }
  window.location.reload();
  return true;
}
