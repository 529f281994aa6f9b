import { readFileSync } from "node:fs";

import { describe, expect, it } from "vitest";

import { characters, checkEmail, checkName, checkNewPassword, checkPassword } from "./bounds";

const good = (check: (value: string) => string | null, ...values: string[]) => values.map((value) => check(value) === null);

describe("bounds, told before the server does", () => {
  it("of a name: 1 to 100 characters that are to be seen", () => {
    expect(good(checkName, "A", " Ada ", "😀".repeat(100))).toEqual([true, true, true]);
    expect(good(checkName, "", "   ", "x".repeat(101), "😀".repeat(101))).toEqual([false, false, false, false]);
  });
  it("of an address: something on both sides of one @", () => {
    expect(good(checkEmail, "ada@example.org", " a@b ")).toEqual([true, true]);
    expect(good(checkEmail, "", "ada", "@b", "a@", "a b@c", "a@b@c")).toEqual(Array(6).fill(false));
  });
  it("of a new password: 8 to 72 bytes, which are fewer letters outside of ASCII", () => {
    expect(good(checkNewPassword, "12345678", "ä".repeat(4), "x".repeat(72), "ä".repeat(36))).toEqual([true, true, true, true]);
    expect(good(checkNewPassword, "1234567", "äää", "x".repeat(73), "ä".repeat(37))).toEqual([false, false, false, false]);
    expect(checkNewPassword("short")).not.toBe(checkNewPassword("x".repeat(73)));
  });
  it("of the present password: any, also one of an earlier rule", () => {
    expect(good(checkPassword, "x", "")).toEqual([true, false]);
  });
  it("counts code points, as the server does", () => {
    expect([characters("ä€"), characters("😀"), characters("e\u0301")]).toEqual([2, 1, 2]);
  });
  it("are those of the interface's description", () => {
    const document = readFileSync("../docs/http_api.yaml", "utf8");
    const registration = document.split("    Registration:\n")[1]?.split("    Login:\n")[0] ?? "";
    expect(registration).toContain("name: {type: string, minLength: 1, maxLength: 100}");
    expect(registration).toContain("8 to 72 bytes");
  });
});
