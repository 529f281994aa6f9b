import { answer, api, type Schemas } from "../client";

/** Ends all tokens of that user. */
export const changeUser = (id: string, body: Schemas["UserOrder"]) =>
  answer(api.PUT("/users/{id}", { params: { path: { id } }, body }));
