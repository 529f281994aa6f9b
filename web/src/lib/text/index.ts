// Every word that the pages say, by area, in the reader's language. A language is a file of its own, loaded before the first
// page is drawn (app/main.tsx); changing the language loads the page again.

import { locale, type Locale } from "../locale";
import type { words as english } from "./en";
import type { admin as englishAdmin } from "./en/admin";
import type { server as englishServer } from "./en/server";

export type Words = typeof english;
export type AdminWords = typeof englishAdmin;
export type ServerWords = typeof englishServer;

const CATALOGUES: Record<Locale, () => Promise<{ words: Words }>> = {
  en: () => import("./en"),
  de: () => import("./de"),
};

const OF_ADMINS: Record<Locale, () => Promise<{ admin: AdminWords }>> = {
  en: () => import("./en/admin"),
  de: () => import("./de/admin"),
};

const OF_THE_SERVER: Record<Locale, () => Promise<{ server: ServerWords }>> = {
  en: () => import("./en/server"),
  de: () => import("./de/server"),
};

/** Empty until `loadWords` is done; the words of teaching are there after `loadAdminWords`. */
export const text = {} as Words & AdminWords;
/** For what the server says: half of all words, and the first page needs none. Until they are there, it is shown as it came. */
export const serverText: Partial<ServerWords> = {};

export async function loadWords(): Promise<void> {
  Object.assign(text, (await CATALOGUES[locale]()).words);
}

/** Before a page of teaching is drawn: no student loads them. */
export async function loadAdminWords(): Promise<void> {
  Object.assign(text, (await OF_ADMINS[locale]()).admin);
}

export async function loadServerWords(): Promise<void> {
  Object.assign(serverText, (await OF_THE_SERVER[locale]()).server);
}
