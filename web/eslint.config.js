// The rules of the application: which room may use which, no word outside the catalogue, no way to put markup in.

import js from "@eslint/js";
import a11y from "eslint-plugin-jsx-a11y";
import hooks from "eslint-plugin-react-hooks";
import globals from "globals";
import typescript from "typescript-eslint";

// lib, components -> features -> app: a room uses what stands left of it. A feature does not use another one.
const forbidden = {
  lib: ["@/components/**", "@/features/**", "@/app/**"],
  components: ["@/features/**", "@/app/**"],
  features: ["@/features/**", "@/app/**"],
};
const rooms = Object.entries(forbidden).map(([room, patterns]) => ({
  files: [`src/${room}/**/*.{ts,tsx}`],
  rules: {
    "no-restricted-imports": [
      "error",
      {
        patterns: [
          { group: patterns, message: "lib, components -> features -> app, one direction (docs/decisions/0011-web-application.md)" },
          { group: ["../../**"], message: "Another folder's files are named from the root: @/..." },
        ],
      },
    ],
  },
}));

const catalogue = "Words stand in src/lib/text, all of them.";

export default typescript.config(
  { ignores: ["dist", "node_modules", "**/*.gen.ts"] },
  js.configs.recommended,
  ...typescript.configs.strictTypeChecked,
  {
    languageOptions: { globals: globals.browser, parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": "off",
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: { attributes: false } }],
      // The router's redirect is thrown, and is no Error.
      "@typescript-eslint/only-throw-error": "off",
    },
  },
  {
    files: ["src/**/*.{ts,tsx}"],
    plugins: { "react-hooks": hooks },
    extends: [a11y.flatConfigs.recommended],
    rules: {
      "react-hooks/rules-of-hooks": "error",
      "react-hooks/exhaustive-deps": "error",
      "no-restricted-syntax": [
        "error",
        { selector: "JSXText[value=/\\p{L}{2}/u]", message: catalogue },
        {
          selector:
            "JSXAttribute[name.name=/^(label|title|placeholder|description|alt|aria-label|detail|lead|words)$/] > Literal[value=/\\p{L}/u]",
          message: catalogue,
        },
        { selector: "ImportSpecifier[imported.name='FileButton']", message: "components/FilePicker: a file can be chosen twice." },
        { selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']", message: "Nothing that people wrote becomes markup." },
        { selector: "MemberExpression[property.name=/^(innerHTML|outerHTML|insertAdjacentHTML)$/]", message: "Nothing that people wrote becomes markup." },
      ],
      "no-eval": "error",
    },
  },
  ...rooms,
  { files: ["*.js", "scripts/**"], extends: [typescript.configs.disableTypeChecked], languageOptions: { globals: globals.node } },
);
