// Small choices of looks that this browser keeps.

import { useLocalStorage } from "@mantine/hooks";

const SIZES = [12, 13, 14, 15, 16, 18, 20] as const;
const DEFAULT_SIZE = 14;

/** The editor's text size, and ways to the next one. */
export function useCodeSize() {
  const [stored, setStored] = useLocalStorage({ key: "autograder.code-size", defaultValue: DEFAULT_SIZE, getInitialValueInEffect: false });
  const at = Math.max(0, SIZES.findIndex((size) => size === stored));
  const step = (by: number) => setStored(SIZES[Math.min(SIZES.length - 1, Math.max(0, at + by))] ?? DEFAULT_SIZE);
  return { size: SIZES[at] ?? DEFAULT_SIZE, smaller: () => step(-1), larger: () => step(1) };
}
