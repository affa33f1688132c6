import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runInstalled, secondsSince } from './run.mjs';
import tally from './tally.cjs';

/**
 * Runs jest and counts what came of it.
 *
 * @param {string[]} args of jest
 * @param {Record<string, string>} [env] what the environment adds
 * @returns {Promise<{ passed: number, failed: number, failures: string[] }>} `failures`: a line
 *   for each test that failed
 */
export async function runJest(args, env = {}) {
  const folder = await mkdtemp(path.join(tmpdir(), 'calltouch-jest-'));
  const outputFile = path.join(folder, 'results.json');
  try {
    const exitCode = await runInstalled(
      'jest',
      [...args, '--passWithNoTests', '--json', '--outputFile', outputFile],
      { env },
    );
    const results = await readFile(outputFile, 'utf8').then(JSON.parse, () => null);
    return { ...tally.tallyOfJest(results, exitCode), failures: tally.failuresOf(results) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Runs the steps of a test run one after another and tells what each came to. */
export function createSteps() {
  const steps = [];
  return {
    /**
     * @param {string} name
     * @param {'preparation' | 'check' | 'tests'} kind
     * @param {() => Promise<{ passed: number, failed: number, failures?: string[] }>} work
     */
    async step(name, kind, work) {
      console.log(`\n--- ${name}`);
      const startMs = performance.now();
      const { passed, failed, failures = [] } = await work();
      steps.push({ name, kind, passed, failed, failures, time: secondsSince(startMs) });
    },
    /** Prints the summary, whose last line is `N passed, N failed`; returns the exit code. */
    summarize() {
      console.log('\n--- summary');
      for (const { name, passed, failed, failures, time } of steps) {
        console.log(`${name.padEnd(28)} ${passed} passed, ${failed} failed, ${time}`);
        for (const failure of failures) console.log(`FAILED ${failure}`);
      }
      const { line, exitCode } = tally.summaryOf(steps);
      console.log(line);
      return exitCode;
    },
  };
}
