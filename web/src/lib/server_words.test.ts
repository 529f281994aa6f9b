import { describe, expect, it } from "vitest";

import { serverMessage, serverReason } from "./server_words";

describe("what the server says", () => {
  it("has words of the catalogue where it is known, with what the server put in", () => {
    expect(serverMessage("Signing in failed")).toBe("Signing in failed");
    expect(serverReason("email or password: wrong")).toBe("The email address or the password is wrong.");
    expect(serverReason("at most 20 in 60 s are served; try again in 7 s")).toBe("At most 20 in 60 s are allowed. Try again in 7 s.");
    expect(serverReason("12 submissions are ahead")).toBe("12 submissions are ahead.");
  });
  it("is shown as it came where it is not", () => {
    expect(serverMessage("constructor")).toBe("constructor");
    expect(serverReason("title: must have 1 to 200 characters")).toBe("Title: must have 1 to 200 characters.");
    expect(serverReason(" ")).toBe("");
  });
});
