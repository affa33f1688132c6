import importX, { createNodeResolver } from 'eslint-plugin-import-x';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** What a folder of the server may import of the server: the layers of docs/design.md. */
function layer(target, except, message) {
  return { target, from: './server/src', except: except.map((name) => `./${name}`), message };
}

/** What the published plugin is not made of. */
const AROUND = ['./local-calltouch', './playground', './demo', './tests', './scripts', './bench'];

const ZONES = [
  layer('./server/src/contracts', ['contracts'], 'The contracts import nothing else.'),
  layer('./server/src/content-types', ['content-types'], 'Content types are plain schemas.'),
  {
    target: './admin',
    from: './server',
    except: ['./src/contracts'],
    message: 'The admin shares the contracts alone.',
  },
  {
    target: './client',
    from: ['./server', './admin', './node_modules'],
    message: 'The capture script imports nothing.',
  },
  {
    target: ['./server', './admin/src', './client'],
    from: AROUND,
    message: 'The plugin is complete without what is around it.',
  },
  { target: './server', from: './admin', message: 'The server knows no admin.' },
];

/** Adapters without a state, which need no wiring: a controller may call them as they are. */
const STATELESS = ['contentTypeInfo', 'deliveryQueries'];

export default tseslint.config(
  {
    ignores: [
      '**/node_modules',
      '**/dist',
      '**/build',
      '**/.cache',
      '**/.tmp',
      '**/.strapi',
      'playground/types',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.base],
    plugins: { 'import-x': importX },
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['playground/src/admin/app.tsx'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    settings: {
      'import-x/resolver-next': [
        createNodeResolver({ extensions: ['.ts', '.tsx', '.js', '.cjs', '.mjs', '.json'] }),
      ],
    },
    rules: {
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'separate-type-imports', disallowTypeAnnotations: false },
      ],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/no-unnecessary-type-assertion': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/prefer-promise-reject-errors': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      'import-x/no-cycle': 'error',
      'import-x/no-restricted-paths': ['error', { basePath: import.meta.dirname, zones: ZONES }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-fallthrough': 'error',
      'prefer-const': 'error',
    },
  },
  {
    files: ['admin/src/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    // The plugin's other rules are for the React compiler, which Strapi's admin is not built with.
    rules: { 'react-hooks/rules-of-hooks': 'error', 'react-hooks/exhaustive-deps': 'error' },
  },
  {
    files: ['admin/src/**/*.{ts,tsx}'],
    rules: {
      // Types alone: a value of the server would carry the server's code into the browser.
      '@typescript-eslint/no-restricted-imports': [
        'error',
        { patterns: [{ group: ['**/server/**'], allowTypeImports: true, message: 'Types only.' }] },
      ],
    },
  },
  {
    // Only bootstrap and register wire adapters; whoever else names one, names its types.
    files: ['server/src/{controllers,routes,services}/**/*.ts', 'server/src/*.ts'],
    ignores: ['server/src/bootstrap.ts', 'server/src/register.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['**/adapters/*', ...STATELESS.map((name) => `!**/adapters/${name}`)],
              allowTypeImports: true,
              message: 'bootstrap.ts wires the adapters.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['**/*.{js,cjs,mjs}'],
    rules: {
      'no-unused-vars': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'prefer-const': 'error',
    },
  },
);
