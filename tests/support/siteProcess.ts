import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { freePort } from './freePort';
import { waitFor } from './waitFor';

const run = promisify(execFile);

/** A site's own server, in a process of its own. */
export interface SiteProcess {
  port: number;
  stop(): Promise<void>;
}

/** How a site is built and started: arguments of Node. */
export interface SiteCommands {
  folder: string;
  build: string[];
  start: (port: number) => string[];
  env: Record<string, string>;
}

/**
 * Builds a site and starts it.
 *
 * @throws with what it said, if it can't be built or does not start
 */
export async function startSiteProcess(commands: SiteCommands): Promise<SiteProcess> {
  const port = await freePort();
  const options = {
    cwd: commands.folder,
    env: {
      ...process.env,
      NODE_ENV: 'production' as const,
      HOST: '127.0.0.1',
      PORT: String(port),
      ...commands.env,
    },
  };
  await run(process.execPath, commands.build, options).catch((error) => {
    throw new Error(`The site could not be built: ${error.stdout}${error.stderr}`);
  });
  const child = spawn(process.execPath, commands.start(port), options);
  const ended = once(child, 'exit');
  let log = '';
  child.stdout.on('data', (chunk: Buffer) => (log += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()));
  const stop = async () => {
    child.kill('SIGKILL');
    await ended;
  };
  const answers = () => fetch(`http://127.0.0.1:${port}/`).catch(() => null);
  await waitFor('the site', async () => (await answers())?.ok, 60_000).catch(async (error) => {
    await stop();
    throw new Error(`${error.message}: ${log}`);
  });
  return { port, stop };
}
