/**
 * `npm test`: installs and builds what is missing, then checks and tests everything. With
 * arguments (`npm test -- --selectProjects unit`): jest alone, with these.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findBrowser } from './browser.mjs';
import { build } from './build.mjs';
import { install } from './install.mjs';
import { runInstalled, secondsSince } from './run.mjs';
import tally from './tally.cjs';

/** Formatting, lint and types, each a list of commands of which all must succeed. */
const CHECKS = {
  format: [['prettier', ['--check', '--log-level', 'warn', '.', '!**/.strapi-updater.json']]],
  lint: [['eslint', ['--max-warnings', '0', '.']]],
  types: ['.', 'admin', 'demo', 'playground'].map((project) => [
    'tsc',
    ['--noEmit', '--project', project],
  ]),
};

/**
 * Runs of jest, one after another: the last three measure rates and start programs of their own,
 * and would find a processor that is busy with other tests.
 */
const TEST_RUNS = {
  'unit and integration tests': ['--selectProjects', 'unit', 'integration', '--maxWorkers', '2'],
  'fault tests': ['--selectProjects', 'faults', '--runInBand'],
  'browser tests': ['--selectProjects', 'browser', '--runInBand'],
  'packaging tests': ['--selectProjects', 'packaging', '--runInBand'],
};

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
  const steps = [];
  const step = async (name, kind, work) => {
    console.log(`\n--- ${name}`);
    const startMs = performance.now();
    const { passed, failed } = await work();
    steps.push({ name, kind, passed, failed, time: secondsSince(startMs) });
  };

  await step('browser', 'preparation', async () => {
    // Without one, the tests that need it tell so.
    process.env.CHROMIUM_PATH = (await succeeded(findBrowser())) ?? '';
    return { passed: 0, failed: process.env.CHROMIUM_PATH ? 0 : 1 };
  });
  await step('build', 'check', async () => {
    const built = (await succeeded(build().then(() => true))) ?? false;
    return { passed: built ? 1 : 0, failed: built ? 0 : 1 };
  });
  for (const [name, commands] of Object.entries(CHECKS)) {
    await step(name, 'check', async () => {
      let failed = 0;
      for (const [program, args] of commands) {
        if ((await runInstalled(program, args)) !== 0) failed = 1;
      }
      return { passed: 1 - failed, failed };
    });
  }
  for (const [name, args] of Object.entries(TEST_RUNS)) {
    await step(name, 'tests', () => jest(args));
  }

  console.log('\n--- summary');
  for (const { name, passed, failed, time } of steps) {
    console.log(`${name.padEnd(28)} ${passed} passed, ${failed} failed, ${time}`);
  }
  const { line, exitCode } = tally.summaryOf(steps);
  console.log(line);
  return exitCode;
}

async function succeeded(promise) {
  try {
    return await promise;
  } catch (error) {
    console.error(error.message);
    return null;
  }
}

async function jest(args) {
  const folder = await mkdtemp(path.join(tmpdir(), 'calltouch-jest-'));
  const outputFile = path.join(folder, 'results.json');
  try {
    const exitCode = await runInstalled('jest', [
      ...args,
      '--passWithNoTests',
      '--json',
      '--outputFile',
      outputFile,
    ]);
    const results = await readFile(outputFile, 'utf8').then(JSON.parse, () => null);
    return tally.tallyOfJest(results, exitCode);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
