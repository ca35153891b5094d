import js from "@eslint/js";
import globals from "globals";

// Odoo's own test runner and its tours run in the browser too, with a few names of their own.
const odooGlobals = {odoo: "readonly", luxon: "readonly", Chart: "readonly"};

export default [
  {ignores: [".local/**", "node_modules/**", "**/static/lib/**"]},
  js.configs.recommended,
  {
    linterOptions: {reportUnusedDisableDirectives: "error"},
    languageOptions: {
      ecmaVersion: 2023,
      sourceType: "module",
      globals: {...globals.browser, ...odooGlobals},
    },
    rules: {
      "array-callback-return": "error",
      "class-methods-use-this": "off", // hooks of a component are overridden, used or not
      complexity: ["error", 10],
      curly: "error",
      "default-case-last": "error",
      "default-param-last": "error",
      "dot-notation": "error",
      eqeqeq: "error",
      "max-lines": ["error", {max: 300, skipBlankLines: true, skipComments: true}],
      "max-params": ["error", 5],
      "no-alert": "error",
      "no-console": "error",
      "no-else-return": "error",
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-lonely-if": "error",
      "no-new-func": "error",
      "no-param-reassign": "error",
      "no-promise-executor-return": "error",
      "no-return-assign": "error",
      "no-self-compare": "error",
      "no-shadow": "error",
      "no-template-curly-in-string": "error",
      "no-throw-literal": "error",
      "no-unneeded-ternary": "error",
      "no-unused-expressions": "error",
      "no-use-before-define": ["error", {functions: false}],
      "no-useless-concat": "error",
      "no-useless-return": "error",
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
      "prefer-promise-reject-errors": "error",
      "prefer-template": "error",
      radix: "error",
      "require-atomic-updates": "error",
      // A translated text is looked up by its literal: a template string is never found.
      "no-restricted-syntax": [
        "error",
        {
          selector: "CallExpression[callee.name='_t'] > TemplateLiteral",
          message: "Pass a plain string to _t() and the values as its arguments.",
        },
      ],
    },
  },
  {
    files: ["**/*.mjs"],
    languageOptions: {globals: globals.node},
  },
  {
    // Plain scripts that a page loads as they are, not through Odoo's bundles.
    files: ["**/static/src/plain/**/*.js"],
    languageOptions: {sourceType: "script"},
  },
];
