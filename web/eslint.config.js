import js from '@eslint/js';
import globals from 'globals';

const page = ['window', 'document', 'Worker', 'localStorage', 'navigator', 'location'];

/** @param {string[]} folders */
const inside = (...folders) => folders.map((folder) => `**/${folder}/**/*.js`);

export default [
  { ignores: ['**/node_modules/', 'web/dist/', '.build/'] },
  js.configs.recommended,
  {
    languageOptions: {
      ecmaVersion: 2023,
      sourceType: 'module',
      globals: globals['shared-node-browser'],
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'no-var': 'error',
      'prefer-const': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      curly: ['error', 'multi-line'],
      'no-shadow': 'error',
      'no-implicit-coercion': ['error', { boolean: false }],
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true } }],
      'no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'object-shorthand': 'error',
      'prefer-template': 'off',
    },
  },
  { files: inside('ui', 'chart', 'state'), languageOptions: { globals: globals.browser } },
  {
    // They run in a worker, in Node and on a page alike, so they must not know where they are.
    files: inside('web/core', 'web/engine', 'web/experiments'),
    rules: { 'no-restricted-globals': ['error', ...page] },
  },
  {
    files: ['**/engine/*-inline.js', '**/engine/worker*.js'],
    languageOptions: { globals: { ...globals.worker, Worker: 'readonly' } },
    rules: { 'no-restricted-globals': 'off' },
  },
  {
    files: [...inside('cli', 'tools', 'tests'), '**/*-node.js'],
    languageOptions: { globals: globals.node },
  },
  { files: inside('tests/browser', 'tests/tools'), languageOptions: { globals: globals.browser } },
  // These two formats are read by their default export.
  { files: ['**/*.config.js'], rules: { 'no-restricted-exports': 'off' } },
];
