import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

const RIVALS = path.join(__dirname, '../rivals');

/**
 * Starts a script of rivals/ and waits for its first message.
 *
 * @param order what the script reads from BENCH_ORDER
 * @throws if it ends before
 */
export async function startRival(script: string, order: object): Promise<ChildProcess> {
  const child = fork(path.join(RIVALS, script), [], {
    execArgv: ['--import', 'tsx'],
    env: { PATH: process.env.PATH, NODE_ENV: 'production', BENCH_ORDER: JSON.stringify(order) },
  });
  const killAtExit = () => void child.kill('SIGKILL');
  process.once('exit', killAtExit);
  const ended = once(child, 'exit').then(() => void process.off('exit', killAtExit));
  await Promise.race([
    once(child, 'message'),
    ended.then(() => Promise.reject(new Error(`${script} did not start`))),
  ]);
  return child;
}
