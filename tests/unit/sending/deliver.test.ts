import { deliver } from '../../../server/src/sending/deliver';
import { persist } from '../../../server/src/sending/writeDown';
import type { SlotUse } from '../../../server/src/rate/pace';
import type { ClaimedDelivery, DeliverPorts, Outbox } from '../../../server/src/sending/ports';
import { settings, site } from '../../support/settings';

const CLAIMED = { id: 1, siteKey: 'main', renderAnew: false, lead: {} } as ClaimedDelivery;

/** A database that chooses each of these writes once to solve a deadlock. */
async function deliverThrough(outbox: Partial<Outbox>, dailyLimit: number | null) {
  const written: string[] = [];
  const uses: SlotUse[] = [];
  const failingFirst = Object.fromEntries(
    ['giveBack', 'postponeSite'].map((name) => {
      let calls = 0;
      const write = async () => {
        calls += 1;
        if (calls === 1) throw Object.assign(new Error('Deadlock'), { code: 'ER_LOCK_DEADLOCK' });
        written.push(name);
      };
      return [name, write];
    }),
  );
  const ports = {
    outbox: { ...failingFirst, ...outbox },
    calltouch: { register: async () => ({ kind: 'expired' }) },
    settings: () => settings(undefined, { dailyLimit }, [site()]),
    now: () => 0,
    sleep: async () => undefined,
    onError: () => undefined,
  } as unknown as DeliverPorts;
  await deliver(
    ports,
    CLAIMED,
    async () => false,
    (use) => void uses.push(use),
  );
  return { written, uses };
}

describe('a delivery of which no byte left', () => {
  it('is given back though the database fails once', async () => {
    const { written, uses } = await deliverThrough({}, null);
    expect(written).toEqual(['giveBack']);
    expect(uses).toEqual([{ kind: 'unused' }]);
  });

  it('waits for the next day though the database fails once', async () => {
    const usedSince = async () => ({ accepted: 3, sendingBefore: 0 });
    const { written, uses } = await deliverThrough({ usedSince }, 3);
    expect(written).toEqual(['postponeSite']);
    expect(uses).toEqual([{ kind: 'unused' }]);
  });
});

describe('a lead that is rendered anew', () => {
  const away = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });

  it.each([
    ['is given back where the database was away', away, ['giveBack 2000']],
    ['fails with its own reason at a bug', new TypeError('x is not a function'), ['refuse']],
  ])('%s, and has not been tried', async (_what, error, expected) => {
    const written: string[] = [];
    const uses: SlotUse[] = [];
    const told: string[] = [];
    const ports = {
      outbox: {
        giveBack: async (_claimed: unknown, inMs: number) => void written.push(`giveBack ${inMs}`),
        refuse: async (_claimed: unknown, status: string, reason: { code: string }) => {
          expect([status, reason.code]).toEqual(['failed', 'mappingFailed']);
          written.push('refuse');
          return true;
        },
      },
      entries: { renderAgain: () => Promise.reject(error) },
      settings: () => settings(),
      now: () => 0,
      sleep: async () => undefined,
      finished: () => undefined,
      onError: (doing: string) => void told.push(doing),
    } as unknown as DeliverPorts;
    const claimed = { ...CLAIMED, renderAnew: true };
    await deliver(
      ports,
      claimed,
      async () => true,
      (use) => void uses.push(use),
    );
    expect({ written, uses }).toEqual({ written: expected, uses: [{ kind: 'unused' }] });
    expect(told).toEqual([expect.stringContaining('delivery 1')]);
  });
});

describe('what is written down', () => {
  const away = Object.assign(new Error('away'), { code: 'ECONNREFUSED' });

  it.each([
    ['is tried again while the database is away, and leaves one line', [away, away], 3, 1],
    ['is not tried again at a bug', [new TypeError('bug')], 1, 0],
    [
      'is not tried again at a fault of the data',
      [Object.assign(new Error(), { code: '23505' })],
      1,
      0,
    ],
  ])('%s', async (_what, errors, tries, lines) => {
    const left = [...errors];
    let [tried, told] = [0, 0];
    const write = async () => {
      tried += 1;
      const error = left.shift();
      if (error) throw error;
    };
    const ports = { sleep: async () => undefined, onError: () => void (told += 1) };
    await persist('settle', write, ports).catch(() => undefined);
    expect([tried, told]).toEqual([tries, lines]);
  });
});
