/**
 * `npm test`: installs and builds what is missing, then checks and tests everything. With
 * arguments (`npm test -- --selectProjects unit`): jest alone, with these.
 */
import { findBrowser } from './browser.mjs';
import { build } from './build.mjs';
import { install } from './install.mjs';
import { createSteps } from './jestRun.mjs';
import { runInstalled } from './run.mjs';

/** Formatting, lint and types, each a list of commands of which all must succeed. */
const CHECKS = {
  format: [['prettier', ['--check', '--log-level', 'warn', '.', '!**/.strapi-updater.json']]],
  lint: [['eslint', ['--max-warnings', '0', '.']]],
  types: ['.', 'admin', 'client', 'demo', 'playground'].map((project) => [
    'tsc',
    ['--noEmit', '--project', project],
  ]),
};

/**
 * Runs of jest, one group after another; those of a group at the same time. Those in one process
 * would find a processor that is busy with other tests. The faults and what measures delays in a browser
 * have the machine to themselves: where a Strapi is slow to start, kills find the same lead thrice.
 */
const TEST_RUNS = [
  [
    {
      name: 'unit and integration tests',
      args: ['--selectProjects', 'unit', 'integration', '--maxWorkers', '2'],
    },
  ],
  [
    {
      name: 'fault tests',
      args: ['tests/faults/(kill|rate)', '--selectProjects', 'faults', '--runInBand'],
    },
  ],
  [
    {
      name: 'packaging tests',
      args: ['tests/packaging/(?!examples)', '--selectProjects', 'packaging', '--runInBand'],
    },
  ],
  [
    {
      name: 'browser tests',
      args: ['tests/browser/(?!capture)', '--selectProjects', 'browser', '--maxWorkers', '2'],
    },
  ],
  [
    {
      name: 'capture tests',
      args: ['tests/browser/capture', '--selectProjects', 'browser', '--runInBand'],
    },
  ],
];

try {
  const jestArguments = process.argv.slice(2);
  await install();
  process.exitCode = await (jestArguments.length > 0 ? jestAlone(jestArguments) : everything());
} catch (error) {
  console.error(error.message);
  console.log('0 passed, 1 failed');
  process.exitCode = 1;
}

async function jestAlone(jestArguments) {
  await build();
  return runInstalled('jest', jestArguments);
}

async function everything() {
  const { step, jestRuns, summarize } = createSteps();

  await step('browser', 'preparation', async () => {
    // Without one, the tests that need it tell so.
    process.env.CHROMIUM_PATH = (await succeeded(findBrowser())) ?? '';
    return { passed: 0, failed: process.env.CHROMIUM_PATH ? 0 : 1 };
  });
  await step('build', 'check', async () => {
    const built = (await succeeded(build().then(() => true))) ?? false;
    return { passed: built ? 1 : 0, failed: built ? 0 : 1 };
  });
  // At once: each uses one processor.
  await Promise.all(
    Object.entries(CHECKS).map(([name, commands]) =>
      step(name, 'check', async () => {
        let failed = 0;
        for (const [program, args] of commands) {
          if ((await runInstalled(program, args)) !== 0) failed = 1;
        }
        return { passed: 1 - failed, failed };
      }),
    ),
  );
  for (const runs of TEST_RUNS) await jestRuns(runs);
  return summarize();
}

async function succeeded(promise) {
  try {
    return await promise;
  } catch (error) {
    console.error(error.message);
    return null;
  }
}
