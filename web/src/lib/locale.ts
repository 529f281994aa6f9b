// Which language the page speaks: the one chosen in this browser, else the first that the reader's browser asks for and we
// have, else English. scripts/early.mjs makes the same choice, to fetch the words early.

export const LOCALES = ["en", "de"] as const;
export type Locale = (typeof LOCALES)[number];

const KEY = "autograder.locale";
const known = (value: string): value is Locale => (LOCALES as readonly string[]).includes(value);

/** `asked`: tags such as "de-AT", the most wanted first. */
export function chooseLocale(chosen: string | null, asked: readonly string[]): Locale {
  if (chosen !== null && known(chosen)) return chosen;
  return asked.map((tag) => tag.toLowerCase().split("-")[0] ?? "").find(known) ?? "en";
}

function readChosen(): string | null {
  try {
    return window.localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

/** From the next load of the page on. If storage is forbidden, the browser's wish stays. */
export function keepLocale(chosen: Locale): void {
  try {
    window.localStorage.setItem(KEY, chosen);
  } catch {
    // Nothing can be kept here.
  }
}

/** For as long as the page is open. */
export const locale: Locale = chooseLocale(readChosen(), navigator.languages);

/** The reader's own form of it for dates and clocks: "en-GB" has 24 hours, "en-US" twice 12. */
export const regional: string = navigator.languages.find((tag) => tag.toLowerCase().split("-")[0] === locale) ?? locale;

const numbers = new Intl.NumberFormat(locale);
/** "1,001" in English, "1.001" in German. */
export const number = (value: number): string => numbers.format(value);

const tinies = new Intl.NumberFormat(locale, { maximumFractionDigits: 20, maximumSignificantDigits: 15, useGrouping: false });
/** All of a small one: "0.000001" in English, "0,000001" in German. */
export const tiny = (value: number): string => tinies.format(value);

const partOf = (type: "group" | "decimal") => numbers.formatToParts(1000.5).find((part) => part.type === type)?.value ?? "";
/** As fields of numbers take them. */
export const separators = { thousandSeparator: partOf("group"), decimalSeparator: partOf("decimal") };
