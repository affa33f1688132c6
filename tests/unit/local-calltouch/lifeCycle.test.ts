import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { startLocalCalltouch } from '../../../local-calltouch';
import { post, until } from './client';

const ROOT = resolve(__dirname, '../../..');

describe('stop', () => {
  it('ends connections at rest, due answers and unanswered requests, and frees the port', async () => {
    const calltouch = await startLocalCalltouch({ requestsPerSecond: 0 });
    const lead = { fio: 'А' };
    await post(calltouch.url, lead);
    calltouch.faults.setFault({ kind: 'delay', delayMs: 60_000 });
    const delayed = post(calltouch.url, lead);
    await until(() => calltouch.leads.length === 2);
    calltouch.faults.setFault({ kind: 'blackHole' });
    const unanswered = post(calltouch.url, lead);
    await until(() => calltouch.leads.length === 3);
    const results = Promise.allSettled([delayed, unanswered]);
    await Promise.all([calltouch.stop(), calltouch.stop()]);
    expect((await results).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(post(calltouch.url, lead)).rejects.toThrow('fetch failed');
    const again = await startLocalCalltouch({ port: calltouch.port });
    expect(again.url).toBe(calltouch.url);
    await again.stop();
  });

  it('is not needed after a start that failed', async () => {
    const calltouch = await startLocalCalltouch();
    await expect(startLocalCalltouch({ port: calltouch.port })).rejects.toThrow('EADDRINUSE');
    await calltouch.stop();
  });
});

describe('the program', () => {
  let child: ChildProcess;
  afterEach(() => void child.kill('SIGKILL'));

  const run = async (environment: NodeJS.ProcessEnv): Promise<string> => {
    const args = ['--import', 'tsx', 'local-calltouch/main.ts'];
    const env = { ...process.env, ...environment };
    child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: 'pipe' });
    const output: unknown[] = await Promise.race([
      once(child.stdout ?? child, 'data'),
      once(child.stderr ?? child, 'data'),
    ]);
    return String(output[0]);
  };

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'serves until %s, then leaves nothing open',
    async (signal) => {
      const line = await run({ PORT: '0' });
      expect(line).toMatch(/^Local Calltouch listens on http:\/\/127\.0\.0\.1:\d+\n$/);
      const url = line.trim().split(' ').at(-1) ?? '';
      expect((await post(url, { fio: 'А' })).status).toBe(200);
      const body = '{"fault":{"kind":"delay","delayMs":60000}}';
      await fetch(`${url}/__control/fault`, { method: 'POST', body });
      const pending = post(url, { fio: 'А' }).catch(() => 'broken off');
      await new Promise((next) => setTimeout(next, 50));
      const exit = once(child, 'exit');
      child.kill(signal);
      // The program does not call process.exit: that it ends proves that no handle stays open.
      expect(await exit).toEqual([0, null]);
      expect(await pending).toBe('broken off');
    },
  );

  it('says what is wrong with its port, and ends', async () => {
    expect(await run({ PORT: 'http' })).toContain(
      'PORT: expected a number from 0 to 65535, got "http"',
    );
    expect(child.exitCode ?? (await once(child, 'exit'))[0]).toBe(1);
  });
});
