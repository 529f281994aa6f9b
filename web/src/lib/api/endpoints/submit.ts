import { answer, api, type Schemas } from "../client";

/** The key makes a second sending of the same program, after an answer was lost, the same submission. */
export const submit = async (body: Schemas["NewSubmission"], key: string) =>
  (await answer(api.POST("/submission/create", { params: { header: { "Idempotency-Key": key } }, body }))) as { _id: string };
