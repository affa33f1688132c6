import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

const ROOT = path.resolve(__dirname, '../..');

/**
 * Runs a command of Strapi on the playground, as an operator does at the site's terminal.
 *
 * @param env what names the database, and what the environment adds
 * @param typed what is typed into it once it says so
 * @returns what it wrote
 * @throws with what it wrote, if it fails
 */
export async function strapiCommand(
  args: string[],
  env: Record<string, string>,
  typed?: { after: RegExp; text: string },
): Promise<string> {
  const bin = path.join(ROOT, 'node_modules/@strapi/strapi/bin/strapi.js');
  const child = spawn(process.execPath, [bin, ...args], {
    cwd: path.join(ROOT, 'playground'),
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      STRAPI_TELEMETRY_DISABLED: 'true',
      LOG_LEVEL: 'warn',
      STARTUP_MESSAGE: 'false',
      ...env,
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let log = '';
  let isTyped = false;
  const hear = (chunk: Buffer) => {
    log += chunk.toString();
    if (!typed || isTyped || !typed.after.test(log)) return;
    isTyped = true;
    child.stdin.write(typed.text);
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`strapi ${args.join(' ')} ended with ${code}:\n${log}`);
  return log;
}
