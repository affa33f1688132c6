import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { freePort } from '../../tests/support/freePort';

const BOOT_TIMEOUT_MS = 120_000;
/** A million rows take a while. */
const ORDER_TIMEOUT_MS = 30 * 60_000;

/** The playground's Strapi in a process of its own. */
export interface BenchApp {
  url: string;
  pid: number;
  /** Has the process do one of the orders of benchApp.cjs. */
  order<T = unknown>(name: string, argument?: unknown): Promise<T>;
  /** Stops the process in its tracks, so that it takes nothing from others, and lets it go on. */
  freeze(): void;
  thaw(): void;
  /** Ends it as a crash would. */
  kill(): Promise<void>;
  /** Ends it as an operator would. */
  stop(): Promise<void>;
}

/**
 * Boots the compiled playground.
 *
 * @param env names the database, and what the playground's config reads
 * @throws with the log if it does not start
 */
export async function startBenchApp(
  env: Record<string, string>,
  nodeArguments: string[] = [],
): Promise<BenchApp> {
  const port = await freePort();
  const child = fork(path.join(__dirname, 'benchApp.cjs'), [], {
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      STRAPI_TELEMETRY_DISABLED: 'true',
      LOG_LEVEL: 'error',
      STARTUP_MESSAGE: 'false',
      PORT: String(port),
      ...env,
    },
    execArgv: nodeArguments,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  // A frozen process would outlive the bench for ever.
  const killAtExit = () => void child.kill('SIGKILL');
  process.once('exit', killAtExit);
  let log = '';
  const keep = (chunk: Buffer) => {
    log = (log + chunk.toString()).slice(-20_000);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  const ended = once(child, 'exit');
  const waiting = new Map<unknown, (answer: Answer) => void>();
  child.on('message', (answer: Answer) => waiting.get(answer.id)?.(answer));
  void ended.then(() => {
    process.off('exit', killAtExit);
    for (const done of waiting.values()) done({ id: null, error: `Strapi ended:\n${log}` });
  });

  const answered = (id: unknown, timeoutMs: number): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => done({ id, error: `no answer; log:\n${log}` }), timeoutMs);
      const done = (answer: Answer) => {
        clearTimeout(timer);
        waiting.delete(id);
        if (answer.error === undefined) resolve(answer.result);
        else reject(new Error(answer.error));
      };
      waiting.set(id, done);
    });

  let orders = 0;
  const app: BenchApp = {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    async order<T>(name: string, argument?: unknown) {
      const id = (orders += 1);
      const answer = answered(id, ORDER_TIMEOUT_MS);
      child.send({ id, order: name, argument });
      return (await answer) as T;
    },
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    kill: () => end(child, ended, 'SIGKILL'),
    stop: () => end(child, ended, 'SIGTERM'),
  };
  try {
    await answered('ready', BOOT_TIMEOUT_MS);
  } catch (error) {
    await app.kill();
    throw error;
  }
  return app;
}

interface Answer {
  id: unknown;
  result?: unknown;
  error?: string;
}

async function end(
  child: ChildProcess,
  ended: Promise<unknown>,
  signal: 'SIGKILL' | 'SIGTERM',
): Promise<void> {
  // A frozen process takes SIGTERM only once it goes on.
  child.kill('SIGCONT');
  child.kill(signal);
  await ended;
}
