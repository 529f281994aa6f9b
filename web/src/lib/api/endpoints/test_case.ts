import { answer, api } from "../client";
import type { TestCase } from "./problem";

/** With its texts, up to 8 MiB each. */
export const readTestCase = async (id: string) =>
  (await answer(api.GET("/testcases/{id}", { params: { path: { id } } }))) as TestCase;
