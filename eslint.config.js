import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

const sizes = (lines, functionLines) => ({
  'max-lines': ['error', { max: lines, skipBlankLines: false, skipComments: false }],
  'max-lines-per-function': ['error', { max: functionLines, skipComments: true, skipBlankLines: true }],
  'max-params': ['error', 3],
});

// Types in components cost half a second a file: svelte-check has them anyway, and `npm run verify` adds the promise rules.
const componentTypes =
  process.env.LINT_COMPONENT_PROMISES === '1'
    ? { languageOptions: {}, rules: promiseRulesOnly() }
    : ts.configs.disableTypeChecked;

export default ts.config(
  { ignores: ['out', 'dist', 'node_modules', '.svelte-check', 'coverage', 'test/fixtures'] },
  js.configs.recommended,
  ...ts.configs.recommendedTypeChecked,
  ...svelte.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    languageOptions: {
      globals: { ...globals.browser, ...globals.node },
      parserOptions: {
        projectService: { allowDefaultProject: ['*.js', 'src-main/shells/with-node.js'] },
        extraFileExtensions: ['.svelte'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/return-await': ['error', 'in-try-catch'],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true } }],
      'prefer-const': 'error',
    },
  },
  { files: ['**/*.svelte', '**/*.svelte.ts'], languageOptions: { parserOptions: { parser: ts.parser } } },
  // State holds plain Sets and Maps in `$state.raw` and replaces them; it never mutates them (STYLE 3.8).
  { files: ['src-renderer/**'], rules: { 'svelte/prefer-svelte-reactivity': 'off' } },
  { files: ['src-main/**/*.ts', 'src-renderer/**/*.ts'], rules: sizes(300, 60) },
  {
    files: ['**/*.svelte'],
    languageOptions: componentTypes.languageOptions,
    rules: {
      ...componentTypes.rules,
      'max-lines': ['error', 200],
      'no-restricted-exports': 'off',
      // The plain rule does not know that props destructured with `let` may be bindable.
      'prefer-const': 'off',
      'svelte/prefer-const': 'error',
    },
  },
  { files: ['test/**/*.ts', '**/*.test.ts'], rules: { ...sizes(400, 400), 'max-params': ['error', 4] } },
  {
    files: ['src-main/domain/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...['Date', 'console', 'process', 'fetch', 'setTimeout', 'setInterval', 'performance', 'crypto'],
      ],
      'no-restricted-properties': ['error', { object: 'Math', property: 'random' }],
      'no-restricted-syntax': [
        'error',
        { selector: ':function[async=true]', message: 'domain/ is synchronous' },
      ],
    },
  },
  {
    files: ['**/*.config.*', '*.js', 'src-main/shells/with-node.js'],
    ...ts.configs.disableTypeChecked,
    rules: { ...ts.configs.disableTypeChecked.rules, 'no-restricted-exports': 'off' },
  },
);

/** Typed rules see `any` in snippets where svelte-check sees types; the rules on promises do not mind. */
function promiseRulesOnly() {
  const rules = { ...ts.configs.disableTypeChecked.rules };
  for (const name of ['await-thenable', 'no-floating-promises', 'no-misused-promises']) {
    rules[`@typescript-eslint/${name}`] = 'error';
  }
  return rules;
}
