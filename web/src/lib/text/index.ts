// Every word that the pages say, by area, in the reader's language. A language is a file of its own, loaded before the first
// page is drawn (app/main.tsx); changing the language loads the page again.

import { locale, type Locale } from "../locale";
import type { words as english } from "./en";
import type { server as englishServer } from "./en/server";

export type Words = typeof english;
export type ServerWords = typeof englishServer;

const CATALOGUES: Record<Locale, () => Promise<{ words: Words }>> = {
  en: () => import("./en"),
  de: () => import("./de"),
};

const OF_THE_SERVER: Record<Locale, () => Promise<{ server: ServerWords }>> = {
  en: () => import("./en/server"),
  de: () => import("./de/server"),
};

/** Empty until `loadWords` is done. */
export const text = {} as Words;
/** For what the server says: half of all words, and the first page needs none. Until they are there, it is shown as it came. */
export const serverText: Partial<ServerWords> = {};

export async function loadWords(): Promise<void> {
  Object.assign(text, (await CATALOGUES[locale]()).words);
}

export async function loadServerWords(): Promise<void> {
  Object.assign(serverText, (await OF_THE_SERVER[locale]()).server);
}
