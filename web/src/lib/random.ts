// Works without a secure context too: a server in a class room may have no certificate, and randomUUID needs one.

export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
