// What the tests of components need beyond jsdom.

import { cleanup } from "@testing-library/react";
import { afterEach, vi } from "vitest";

import { loadAdminWords, loadServerWords, loadWords } from "@/lib/text";

await loadWords();
await loadAdminWords();
await loadServerWords();

afterEach(() => {
  cleanup();
  localStorage.clear();
  sessionStorage.clear();
});

// Mantine asks for both; jsdom has neither.
vi.stubGlobal("matchMedia", (query: string) => ({
  matches: false,
  media: query,
  addEventListener: () => undefined,
  removeEventListener: () => undefined,
  addListener: () => undefined,
  removeListener: () => undefined,
}));
vi.stubGlobal(
  "ResizeObserver",
  class {
    observe() {
      return undefined;
    }
    unobserve() {
      return undefined;
    }
    disconnect() {
      return undefined;
    }
  },
);
