import { spawn } from 'node:child_process';
import path from 'node:path';

const ROOT = path.resolve(__dirname, '..');

/** How long Strapi may take until it answers, and until it has ended, in milliseconds. */
const START_TIMEOUT_MS = 90_000;
const STOP_TIMEOUT_MS = 15_000;

/** Strapi, running the playground in a process of its own. */
export interface StrapiProcess {
  url: string;
  /** Settles when the process has ended, with words about how. */
  ended: Promise<string>;
  /** Asks it to end and waits for it; kills it if that takes longer than 15 s. */
  stop(): Promise<void>;
}

/**
 * Starts the playground, which must be built.
 *
 * @param env what the environment adds, e.g. `{ CALLTOUCH_API_URL: calltouch.url }`
 * @returns at once; `answers` tells when it is ready
 */
export function startStrapi(port: number, env: Record<string, string>): StrapiProcess {
  const child = spawn(
    process.execPath,
    [
      '--require',
      path.join(__dirname, 'endWithParent.cjs'),
      path.join(ROOT, 'node_modules/@strapi/strapi/bin/strapi.js'),
      'start',
    ],
    {
      cwd: path.join(ROOT, 'playground'),
      env: {
        ...process.env,
        NODE_ENV: 'production',
        DEMO: 'true',
        PORT: String(port),
        LOG_LEVEL: process.env.LOG_LEVEL ?? 'warn',
        STARTUP_MESSAGE: 'false',
        STRAPI_TELEMETRY_DISABLED: 'true',
        ...env,
      },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      // A group of its own: Ctrl-C in the terminal is the demo's, which then asks Strapi to end.
      detached: process.platform !== 'win32',
    },
  );
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(`could not be started: ${error.message}`));
    child.once('exit', (code, signal) =>
      resolve(signal ? `was ended by ${signal}` : `ended with code ${code}`),
    );
  });
  return {
    url: `http://localhost:${port}`,
    ended,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      const killing = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
      await ended;
      clearTimeout(killing);
    },
  };
}

/**
 * Waits until Strapi answers.
 *
 * @throws Error if it ends before, or does not answer within 90 s
 */
export async function answers(strapi: StrapiProcess): Promise<void> {
  const state: { end: string | null } = { end: null };
  void strapi.ended.then((how) => (state.end = how));
  const untilMs = performance.now() + START_TIMEOUT_MS;
  while (performance.now() < untilMs) {
    if (state.end) throw new Error(`Strapi ${state.end}. Its messages above say why.`);
    const answer = await fetch(`${strapi.url}/_health`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  throw new Error(`Strapi did not answer within ${START_TIMEOUT_MS / 1000} s.`);
}
