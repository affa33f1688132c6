import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ROOT, runInstalled, secondsSince } from './run.mjs';
import tally from './tally.cjs';

/**
 * Runs jest and counts what came of it.
 *
 * @param {string[]} args of jest
 * @param {Record<string, string>} [env] what the environment adds
 * @param {{ isShown?: boolean }} [options] whether its output goes to the terminal while it runs
 * @returns {Promise<{ passed: number, failed: number, failures: string[], output: string }>}
 *   `failures`: a line for each test that failed; `output`: what was not shown
 */
export async function runJest(args, env = {}, { isShown = true } = {}) {
  const folder = await mkdtemp(path.join(tmpdir(), 'calltouch-jest-'));
  const outputFile = path.join(folder, 'results.json');
  const logFile = path.join(folder, 'log.txt');
  const all = [...args, '--passWithNoTests', '--json', '--outputFile', outputFile];
  try {
    const exitCode = isShown
      ? await runInstalled('jest', all, { env })
      : await runInto(logFile, all, env);
    const results = await readFile(outputFile, 'utf8').then(JSON.parse, () => null);
    const output = isShown ? '' : await readFile(logFile, 'utf8');
    return { ...tally.tallyOfJest(results, exitCode), failures: tally.failuresOf(results), output };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Runs jest with its output, which would mix with that of another run, in a file. */
async function runInto(logFile, args, env) {
  const log = await open(logFile, 'w');
  try {
    const jest = path.join(ROOT, 'node_modules/jest/bin/jest.js');
    const child = spawn(process.execPath, [jest, ...args], {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: ['ignore', log.fd, log.fd],
    });
    const [code] = await once(child, 'close');
    return code ?? 1;
  } finally {
    await log.close();
  }
}

/** Runs the steps of a test run and tells what each came to. */
export function createSteps() {
  const steps = [];
  const timed = async (name, kind, work) => {
    const startMs = performance.now();
    const { passed, failed, failures = [], output } = await work();
    steps.push({ name, kind, passed, failed, failures, time: secondsSince(startMs) });
    return output;
  };
  return {
    /**
     * @param {string} name
     * @param {'preparation' | 'check' | 'tests'} kind
     * @param {() => Promise<{ passed: number, failed: number, failures?: string[] }>} work
     */
    async step(name, kind, work) {
      console.log(`\n--- ${name}`);
      await timed(name, kind, work);
    },
    /**
     * Runs of jest at the same time. Where there are several, what each says is shown in one piece
     * when it is over.
     *
     * @param {{ name: string, args: string[], env?: Record<string, string> }[]} runs
     */
    async jestRuns(runs) {
      const isShown = runs.length === 1;
      console.log(`\n--- ${runs.map(({ name }) => name).join(', and at the same time ')}`);
      await Promise.all(
        runs.map(async ({ name, args, env }) => {
          const output = await timed(name, 'tests', () => runJest(args, env, { isShown }));
          if (!isShown) console.log(`\n--- ${name}\n${output}`);
        }),
      );
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
