import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocalCalltouch } from '../../../local-calltouch';
import { overTcp, post, requestText } from './client';

describe('the ledger file', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'ledger-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const linesOf = (file: string): Record<string, unknown>[] =>
    readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);

  it('has a line per arrival and one per answer, and is there before the answer', async () => {
    const ledgerFile = join(folder, 'made', 'on-demand.jsonl');
    const calltouch = await startLocalCalltouch({ ledgerFile });
    await post(calltouch.url, { fio: 'Вася\n', sessionId: '4794763832' });
    const [arrival, answer, ...more] = linesOf(ledgerFile);
    await calltouch.stop();
    const key = expect.any(String) as string;
    expect(arrival).toEqual({ type: 'arrival', key, ...calltouch.arrivals[0], status: undefined });
    expect(arrival).toMatchObject({ params: { fio: 'Вася\n' }, requestId: '5222102' });
    expect(answer).toEqual({
      type: 'answer',
      key: arrival?.key,
      at: expect.any(Number) as number,
      status: 200,
      requestId: '5222102',
      fault: null,
    });
    expect(more).toEqual([]);
  });

  it('has no answer for a request that got none', async () => {
    const ledgerFile = join(folder, 'ledger.jsonl');
    const calltouch = await startLocalCalltouch({ ledgerFile });
    calltouch.faults.setFault({ kind: 'resetAfterBody' });
    await overTcp(calltouch.port, requestText({ fio: 'А' }));
    await calltouch.stop();
    expect(linesOf(ledgerFile)).toMatchObject([
      { type: 'arrival', fault: 'resetAfterBody', requestId: '5222102' },
    ]);
  });

  it('is added to by a reset and by the next start, never cleared', async () => {
    const ledgerFile = join(folder, 'ledger.jsonl');
    for (const fio of ['А', 'Б']) {
      const calltouch = await startLocalCalltouch({ ledgerFile });
      await post(calltouch.url, { fio });
      calltouch.reset();
      await calltouch.stop();
    }
    const arrivals = linesOf(ledgerFile).filter(({ type }) => type === 'arrival');
    expect(arrivals.map(({ params }) => params)).toEqual([{ fio: 'А' }, { fio: 'Б' }]);
    expect(new Set(arrivals.map(({ key }) => key)).size).toBe(2);
  });
});
