/**
 * `npm run test:databases`: the integration tests on PostgreSQL and MariaDB, which must run (see
 * `compose.yaml`). `npm test` runs the same tests on SQLite.
 */
import { build } from './build.mjs';
import { install } from './install.mjs';
import { createSteps, runJest } from './jestRun.mjs';

/** By the name that `TEST_DATABASE` takes. */
const DATABASES = { postgres: 'PostgreSQL', mysql: 'MariaDB' };

try {
  await install();
  await build();
  const { step, summarize } = createSteps();
  for (const [kind, name] of Object.entries(DATABASES)) {
    await step(`integration tests on ${name}`, 'tests', () =>
      // This file looks into SQLite's own file; the tests of several instances do the like here.
      runJest(
        [
          '--selectProjects',
          'integration',
          '--testPathIgnorePatterns',
          'process.test',
          '--maxWorkers',
          '2',
        ],
        {
          TEST_DATABASE: kind,
        },
      ),
    );
  }
  process.exitCode = summarize();
} catch (error) {
  console.error(error.message);
  console.log('0 passed, 1 failed');
  process.exitCode = 1;
}
