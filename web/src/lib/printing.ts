// Whether the page is being printed: paper is white in each scheme, and holds what a screen leaves to another tab.

import { useEffect, useState } from "react";
import { flushSync } from "react-dom";

const SCHEME = "data-mantine-color-scheme";
const media = () => window.matchMedia("print");

/** Calls the listener before the page is printed and after it, until what it returns is called. */
function onPrinting(listener: (printing: boolean) => void): () => void {
  const query = media();
  const hear = ({ matches }: { matches: boolean }) => listener(matches);
  const before = () => listener(true);
  const after = () => listener(false);
  query.addEventListener("change", hear);
  window.addEventListener("beforeprint", before);
  window.addEventListener("afterprint", after);
  return () => {
    query.removeEventListener("change", hear);
    window.removeEventListener("beforeprint", before);
    window.removeEventListener("afterprint", after);
  };
}

/** The reader's own choice, which Mantine keeps, or that of their system. */
function chosenScheme(): string {
  let chosen: string | null = null;
  try {
    chosen = localStorage.getItem("mantine-color-scheme-value");
  } catch {
    // Storage is forbidden: nothing was kept.
  }
  if (chosen === "light" || chosen === "dark") return chosen;
  return window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

/** Dark text on white, whatever the screen shows: also when the browser changes what it prefers while it prints. */
export function printLight(): void {
  const page = document.documentElement;
  const become = (scheme: string) => {
    if (page.getAttribute(SCHEME) !== scheme) page.setAttribute(SCHEME, scheme);
  };
  const hold = new MutationObserver(() => become("light"));
  onPrinting((printing) => {
    if (printing) hold.observe(page, { attributeFilter: [SCHEME] });
    else hold.disconnect();
    become(printing ? "light" : chosenScheme());
  });
}

/** For components; what they add is there before the browser lays the paper out. */
export function usePrinting(): boolean {
  const [printing, setPrinting] = useState(() => media().matches);
  useEffect(() => onPrinting((now) => flushSync(() => setPrinting(now))), []);
  return printing;
}
