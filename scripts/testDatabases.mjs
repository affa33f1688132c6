/**
 * `npm run test:databases`: the integration tests on PostgreSQL and MariaDB, which must run (see
 * `compose.yaml`). `npm test` runs the same tests on SQLite.
 */
import { build } from './build.mjs';
import { install } from './install.mjs';
import { createSteps } from './jestRun.mjs';

/**
 * What is the same on every database: `process` looks into SQLite's own file; the subject of the others
 * is Calltouch, the page or the browser's request, and their rows are written by statements that the
 * rest tests.
 */
const SQLITE_ALONE = /\b(process|calltouchDown|testLead|clientScript|captureFaults)\.test/;

/** By the name that `TEST_DATABASE` takes. */
const DATABASES = { postgres: 'PostgreSQL', mysql: 'MariaDB' };
const ARGUMENTS = [
  '--selectProjects',
  'integration',
  '--testPathIgnorePatterns',
  SQLITE_ALONE.source,
  '--maxWorkers',
  '2',
];

try {
  await install();
  await build();
  const { jestRuns, summarize } = createSteps();
  for (const [kind, name] of Object.entries(DATABASES)) {
    await jestRuns([
      {
        name: `integration tests on ${name}`,
        args: ARGUMENTS,
        env: { TEST_DATABASE: kind },
      },
    ]);
  }
  process.exitCode = summarize();
} catch (error) {
  console.error(error.message);
  console.log('0 passed, 1 failed');
  process.exitCode = 1;
}
