import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

const BOOT_TIMEOUT_MS = 120_000;

export interface StrapiProcess {
  url: string;
  pid: number;
  /** What it wrote so far. */
  log(): string;
  /** Resolves with its exit code when it is gone; null if a signal ended it. */
  ended: Promise<number | null>;
  /** Ends it as a crash would; resolves when it is gone. */
  kill(): Promise<void>;
  /** Ends it as an operator would; resolves with its exit code. */
  terminate(): Promise<number | null>;
}

const PLAYGROUND = path.resolve(__dirname, '../../playground');

/**
 * Boots an app in a process of its own and waits until it takes requests.
 *
 * @param env must hold PORT and DATABASE_FILENAME
 * @param appDir a compiled Strapi app; the playground if left out
 * @throws with the log if it does not start
 */
export async function startStrapiProcess(
  env: Record<string, string> & { PORT: string },
  appDir = PLAYGROUND,
): Promise<StrapiProcess> {
  const child = spawn(process.execPath, [path.join(__dirname, 'strapiProcess.cjs')], {
    cwd: appDir,
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      STRAPI_TELEMETRY_DISABLED: 'true',
      LOG_LEVEL: 'warn',
      STARTUP_MESSAGE: 'false',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let log = '';
  child.stdout!.on('data', (chunk: Buffer) => (log += chunk.toString()));
  child.stderr!.on('data', (chunk: Buffer) => (log += chunk.toString()));
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  await ready(child, ended, () => log);

  return {
    url: `http://127.0.0.1:${env.PORT}`,
    pid: child.pid!,
    log: () => log,
    ended,
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    terminate() {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

async function ready(
  child: ChildProcess,
  ended: Promise<number | null>,
  log: () => string,
): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve('took too long'), BOOT_TIMEOUT_MS);
  });
  const failed = await Promise.race([
    once(child, 'message').then(() => null),
    ended.then((code) => `ended with ${code}`),
    late,
  ]);
  clearTimeout(timer);
  if (failed === null) return;
  child.kill('SIGKILL');
  throw new Error(`Strapi ${failed}:\n${log()}`);
}
