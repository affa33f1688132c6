import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folder of the repository. */
export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/**
 * Runs a command and waits for its end. Its output goes to the terminal.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: Record<string, string> }} [options] `cwd` is relative to the
 *   repository; `env` is added to the environment
 * @returns {Promise<number>} the exit code; 1 if a signal ended it or it could not be started
 */
export function run(command, args, { cwd = '.', env = {} } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: path.join(ROOT, cwd),
      env: { ...process.env, ...env },
      stdio: 'inherit',
      // npm and npx are batch files on Windows, which only a shell can start.
      shell: process.platform === 'win32',
    });
    child.once('error', (error) => {
      console.error(`${command} could not be started: ${error.message}`);
      resolve(1);
    });
    child.once('close', (code) => resolve(code ?? 1));
  });
}

/**
 * Runs the command-line program of an installed package.
 *
 * @param {string} name as in `node_modules/.bin`
 * @param {string[]} args
 * @param {{ cwd?: string, env?: Record<string, string> }} [options] as of `run`
 */
export function runInstalled(name, args, options) {
  return run(path.join(ROOT, 'node_modules', '.bin', name), args, options);
}

/** Whole seconds since a moment of `performance.now()`, as text. */
export function secondsSince(startMs) {
  return `${Math.round((performance.now() - startMs) / 1000)} s`;
}
