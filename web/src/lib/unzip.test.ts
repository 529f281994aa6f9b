import { describe, expect, it } from "vitest";

import { unzip, ZipError } from "./unzip";

// zip of 1.in (stored), sample/2.in (deflated, 40 times "ab")
const HEX = "504b03041400000000000000210057393d03020000000200000004000000312e696e350a504b0304140000000000000021000000000000000000000000000700000073616d706c652f504b030414000000080000002100600c015007000000500000000b00000073616d706c652f322e696e4b4c4aa42a0400504b010214031400000000000000210057393d030200000002000000040000000000000000000000800100000000312e696e504b010214031400000000000000210000000000000000000000000007000000000000000000000080012400000073616d706c652f504b0102140314000000080000002100600c015007000000500000000b000000000000000000000080014900000073616d706c652f322e696e504b05060000000003000300a0000000790000000000";
const archive = () => Uint8Array.from(HEX.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16)).buffer;

describe("unzip", () => {
  it("reads stored and deflated files, and leaves folders out", async () => {
    const files = unzip(archive());
    expect(files.map(({ path, size }) => [path, size])).toEqual([
      ["1.in", 2],
      ["sample/2.in", 80],
    ]);
    expect(await Promise.all(files.map((file) => file.text()))).toEqual(["5\n", "ab".repeat(40)]);
  });
  it("refuses what is no archive, and one that is cut", () => {
    expect(() => unzip(new ArrayBuffer(5))).toThrow(ZipError);
    expect(() => unzip(new ArrayBuffer(500))).toThrow(ZipError);
    const cut = archive().slice(40);
    expect(() => unzip(cut)).toThrow(ZipError);
  });
  it("refuses a file that unpacks to more than it says", async () => {
    const bytes = new Uint8Array(archive());
    // The size of the second entry of the directory.
    const entries = bytes.reduce<number[]>((found, _, i) => (HEX.slice(2 * i, 2 * i + 8) === "504b0102" ? [...found, i] : found), []);
    new DataView(bytes.buffer).setUint32((entries.at(-1) ?? 0) + 24, 10, true);
    await expect(unzip(bytes.buffer).at(-1)?.text()).rejects.toThrow(ZipError);
  });
  it("refuses a stored file that is longer than it says, and one that ends behind the archive", async () => {
    const entry = HEX.indexOf("504b0102") / 2;
    const first = (offset: number, value: number) => {
      const bytes = new Uint8Array(archive());
      new DataView(bytes.buffer).setUint32(entry + offset, value, true);
      return unzip(bytes.buffer)[0]?.text();
    };
    await expect(first(20, 100)).rejects.toThrow(ZipError);
    await expect(first(20, 1_000_000)).rejects.toThrow(ZipError);
    await expect(first(42, 1_000_000)).rejects.toThrow(ZipError);
  });
});
