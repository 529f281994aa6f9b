// Every word that the pages say, by area, in the reader's language. A language is a file of its own, loaded before the first
// page is drawn (app/main.tsx); changing the language loads the page again.

import { locale, type Locale } from "../locale";
import type { words as english } from "./en";

export type Words = typeof english;

const CATALOGUES: Record<Locale, () => Promise<{ words: Words }>> = {
  en: () => import("./en"),
  de: () => import("./de"),
};

/** Empty until `loadWords` is done. */
export const text = {} as Words;

export async function loadWords(): Promise<void> {
  Object.assign(text, (await CATALOGUES[locale]()).words);
}
