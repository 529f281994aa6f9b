import react from "@vitejs/plugin-react";
import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vitest/config";

// KaTeX offers each font three times; every browser that runs this application takes the first, woff2.
function oneFontFormat(): Plugin {
  return {
    name: "one-font-format",
    enforce: "pre",
    transform(code, id) {
      if (!/katex(\.min)?\.css/.test(id)) return null;
      return code.replace(/,\s*url\([^)]+\)\s*format\("(?:woff|truetype)"\)/g, "");
    },
  };
}

// What `npm run dev` hands on to a server of yours: everything that is not a page of the application.
const server = process.env.AUTOGRADER_URL ?? "http://127.0.0.1:5000";
const routes = ["/auth", "/users", "/problems", "/testcases", "/submission", "/submissions", "/run", "/health", "/languages", "/version"];

export default defineConfig({
  plugins: [oneFontFormat(), react()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  server: { proxy: Object.fromEntries(routes.map((route) => [route, server])) },
  build: { target: "es2022", manifest: "manifest.json", assetsInlineLimit: 0, chunkSizeWarningLimit: 800 },
  test: {
    environment: "jsdom",
    environmentOptions: { jsdom: { url: "http://localhost/app/" } },
    setupFiles: ["./src/test_setup.ts"],
    include: ["src/**/*.test.{ts,tsx}"],
  },
});
