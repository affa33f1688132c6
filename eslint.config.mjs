import importX, { createNodeResolver } from 'eslint-plugin-import-x';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** What a folder of the server may import of the server. */
function layer(target, except, message) {
  return { target, from: './server/src', except: except.map((name) => `./${name}`), message };
}

/** What the published plugin is not made of. */
const AROUND = ['./local-calltouch', './playground', './demo', './tests', './scripts', './bench'];

const ZONES = [
  layer('./server/src/contracts', ['contracts'], 'The contracts import nothing else.'),
  layer('./server/src/content-types', ['content-types'], 'Content types are plain schemas.'),
  layer('./server/src/mapping', ['mapping', 'lead', 'contracts'], 'Entry to texts, no more.'),
  layer(
    './server/src/lead',
    ['lead', 'mapping', 'capture', 'contracts'],
    'Texts to lead, no more.',
  ),
  layer(
    './server/src/sending',
    ['sending', 'rate', 'calltouch', 'lead', 'contracts'],
    'From claim to settlement the world is reached through ports.',
  ),
  layer(
    './server/src/calltouch',
    ['calltouch', 'lead', 'contracts', 'sending/ports.ts'],
    'Calltouch knows leads and nothing of where they come from.',
  ),
  {
    target: ['./server/src/!(controllers|routes|services)/**', './server/src/runtime.ts'],
    from: ['./server/src/controllers', './server/src/routes', './server/src/services'],
    message: 'What people ask for knows nothing of how it is asked.',
  },
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

/**
 * Rules without a world: no database, no network, no clock and no chance. What they need of these is
 * given to them.
 */
const PURE = [
  'mapping/*',
  'lead/*',
  'capture/{capture,captureFaults,captureInput,pageUrl,site,visit}',
  'calltouch/{answer,dateCheck,outcome,registerRequest}',
  'sending/{breaker,errorWords,passingErrors,priority,retry,settle}',
  'entries/{conditionWhere,newDelivery,publishedVersions,submittedAt,writeBackTypes,writeBackValues}',
  'settings/{formProblems,parseSettings,settingsErrors,settingsShape,suggestMapping}',
  'privacy/{maskDelivery,maskRules,maskText,personalText,textSearch}',
  'deployment/{healthState,standing}',
  'operations/{checks,judgePage}',
  'page/{decodedPage,pageParts}',
].map((name) => `server/src/${name}.ts`);

/** Of the world's modules a rule may take types, and what Strapi has to validate with. */
const WORLD = {
  group: ['axios', 'knex', 'node:*', '@strapi/*', '!@strapi/utils'],
  allowTypeImports: true,
  message: 'A rule is given what it needs of the world.',
};

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
      // The contracts' values are lists of names; any other would carry the server's code into the browser.
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['**/server/src/*', '!**/server/src/contracts'],
              allowTypeImports: true,
              message: 'Types only.',
            },
          ],
        },
      ],
    },
  },
  {
    files: PURE,
    rules: {
      '@typescript-eslint/no-restricted-imports': ['error', { patterns: [WORLD] }],
      'no-restricted-syntax': [
        'error',
        {
          selector:
            "CallExpression[callee.object.name=/^(Date|performance)$/][callee.property.name='now'], CallExpression[callee.object.name='Math'][callee.property.name='random'], NewExpression[callee.name='Date'][arguments.length=0]",
          message: 'Time and chance are given to a rule.',
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
