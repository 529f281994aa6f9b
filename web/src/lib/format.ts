// Figures as people read them.

import { locale, regional } from "./locale";
import { text } from "./text";

const fixed = [0, 1, 2].map((digits) => new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: false }));
const withDigits = (value: number, digits: 0 | 1 | 2): string => fixed[digits]?.format(value) ?? String(value);
const upTo = [2, 3].map((digits) => new Intl.NumberFormat(locale, { maximumFractionDigits: digits, useGrouping: false }));
const atMostDigits = (value: number, digits: 2 | 3): string => upTo[digits - 2]?.format(value) ?? String(value);

export function milliseconds(value: number | null | undefined): string {
  if (value === null || value === undefined) return "–";
  if (value < 1000) return `${Math.round(value)} ms`;
  return `${withDigits(value / 1000, value < 10_000 ? 2 : 1)} s`;
}

/** A limit, as somebody set it: "2 s" and not "2.00 s". */
export const limit = (value: number): string => (value < 1000 ? `${value} ms` : `${atMostDigits(value / 1000, 3)} s`);

export function kilobytes(value: number | null | undefined): string {
  if (value === null || value === undefined) return "–";
  if (value < 1024) return `${Math.round(value)} KB`;
  const megabytes = value / 1024;
  return megabytes < 1024 ? `${withDigits(megabytes, megabytes < 10 ? 1 : 0)} MB` : `${withDigits(megabytes / 1024, 1)} GB`;
}

export const bytes = (value: number): string => (value < 1024 ? `${value} B` : kilobytes(value / 1024));

export const score = (value: number | null | undefined): string =>
  value === null || value === undefined ? "–" : atMostDigits(value, 2);

/** "66.67" in English, "66,67" in German. */
export const decimal = (value: number): string => atMostDigits(value, 3);

const UNITS = [["day", 86_400], ["hour", 3600], ["minute", 60], ["second", 1]] as const;
/** How long something waits already: "12 sec", "3 hr". */
export function age(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  const [unit, size] = UNITS.find(([, one]) => seconds >= 2 * one) ?? ["second", 1];
  return new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "short" }).format(Math.floor(seconds / size));
}

/** How long is still to wait: "45 s", "3 min", "5 h". */
export function remaining(seconds: number): string {
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7200 ? `${Math.ceil(seconds / 60)} min` : `${Math.ceil(seconds / 3600)} h`;
}

const full = new Intl.DateTimeFormat(regional, { dateStyle: "medium", timeStyle: "medium" });
const day = new Intl.DateTimeFormat(regional, { day: "numeric", month: "short", year: "numeric" });
const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });

const hours = new Intl.DateTimeFormat(regional, { timeStyle: "short" });

/** "10:03", or "10:03 AM" where the reader counts so: as in `exactTime`. */
export const clock = (milliseconds: number): string => hours.format(new Date(milliseconds));
const seconds = new Intl.DateTimeFormat(regional, { timeStyle: "medium" });
/** With seconds. */
export const clockSeconds = (milliseconds: number): string => seconds.format(new Date(milliseconds));
/** "Nov 30, 2026". */
export const date = (iso: string): string => day.format(new Date(iso));
export const exactTime = (iso: string): string => full.format(new Date(iso));

/** "3 minutes ago"; older than a month the date. */
export function ago(iso: string, now: number = Date.now()): string {
  const seconds = (new Date(iso).getTime() - now) / 1000;
  const magnitude = Math.abs(seconds);
  if (magnitude < 45) return text.general.now;
  if (magnitude < 3600) return relative.format(Math.round(seconds / 60), "minute");
  if (magnitude < 86_400) return relative.format(Math.round(seconds / 3600), "hour");
  if (magnitude < 30 * 86_400) return relative.format(Math.round(seconds / 86_400), "day");
  return day.format(new Date(iso));
}

/** The same, with seconds: for what is watched. */
export function secondsAgo(iso: string, now: number = Date.now()): string {
  const seconds = (new Date(iso).getTime() - now) / 1000;
  return Math.abs(seconds) < 10 || Math.abs(seconds) >= 60 ? ago(iso, now) : relative.format(Math.round(seconds), "second");
}

/** How many bytes a text takes on the way to the server. */
export const byteLength = (value: string): number => new TextEncoder().encode(value).length;
