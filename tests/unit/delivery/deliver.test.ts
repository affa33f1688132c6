import { deliver, type DeliverPorts } from '../../../server/src/delivery/deliver';
import type { SlotUse } from '../../../server/src/delivery/pace';
import type { ClaimedDelivery, Outbox } from '../../../server/src/delivery/ports';
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
