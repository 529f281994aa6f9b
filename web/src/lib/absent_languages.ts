// Which languages an administrator should hear of on every page: those that a worker lost or never reported. One that nobody
// installed on the host is a choice, and the page Judge tells how to install it.

import type { Schemas } from "./api/client";

type Language = Pick<Schemas["Language"], "name" | "available" | "reason">;

/** The worker's own sentence, see `GET /languages`. */
const NOT_INSTALLED = /^no .+ found; install it/;

export const missingLanguages = (languages: Language[]): string[] =>
  languages.filter(({ available, reason }) => !available && !NOT_INSTALLED.test(reason ?? "")).map(({ name }) => name);
