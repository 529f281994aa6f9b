// The bounds of docs/http_api.yaml, told before anything is sent. The server has the last word.

import { byteLength } from "./format";
import { text } from "./text";

const PASSWORD_MIN = 8;
const PASSWORD_MAX = 72;

/** Code points, as the server counts. */
export const characters = (value: string): number => Array.from(value).length;

export function checkName(value: string): string | null {
  const length = characters(value.trim());
  return length >= 1 && length <= 100 ? null : text.people.needName;
}
export function checkEmail(value: string): string | null {
  return /^[^\s@]+@[^\s@]+$/.test(value.trim()) ? null : text.people.needEmail;
}
export function checkNewPassword(value: string): string | null {
  if (byteLength(value) < PASSWORD_MIN) return text.people.shortPassword;
  return byteLength(value) <= PASSWORD_MAX ? null : text.people.longPassword;
}
export function checkPassword(value: string): string | null {
  return value === "" ? text.people.needPassword : null;
}
