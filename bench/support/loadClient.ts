import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Load, LoadResult } from './loadClientProcess';

/** Visitors in a process of their own. */
export interface LoadClient {
  /** Sends forms for so long, and tells how long each took. */
  run(load: Load): Promise<LoadResult>;
  stop(): void;
}

export function startLoadClient(): LoadClient {
  const child = fork(path.join(__dirname, 'loadClientProcess.ts'), [], {
    execArgv: ['--import', 'tsx'],
    cwd: path.join(__dirname, '../..'),
  });
  process.setMaxListeners(50).once('exit', () => void child.kill());
  return {
    async run(load) {
      child.send(load);
      const [result] = (await once(child, 'message')) as [LoadResult];
      return result;
    },
    stop: () => void child.kill(),
  };
}
