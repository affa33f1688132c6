import { setTimeout as sleep } from 'node:timers/promises';
import type { Pace, Slot, SlotUse } from '../../../server/src/rate/pace';
import type { ClaimedDelivery, DeliverPorts, Register } from '../../../server/src/sending/ports';
import { startSender } from '../../../server/src/sending/sender';
import { settings } from '../../support/settings';
import { waitFor } from '../../support/waitFor';

const SLOT: Slot = { kind: 'slot', slot: 0, seq: 1, startsAtMs: 0 };

describe('the sender', () => {
  it('frees the slot of a delivery that ends with an error, and goes on', async () => {
    const freed: SlotUse[] = [];
    const errors: unknown[] = [];
    const pace: Pace = {
      acquire: async () => SLOT,
      mayStart: async () => true,
      free: async (_slot, use) => void freed.push(use),
    };
    const claims = [1, 2].map((id) => ({ id, siteKey: 'main', renderAnew: false, lead: {} }));
    const ports = {
      outbox: {
        isDue: async () => claims.length > 0,
        claim: async () => (claims.shift() as ClaimedDelivery | undefined) ?? null,
        expired: async () => [],
      },
      calltouch: {
        register: async ({ turn }: Register) => {
          await turn();
          throw new Error('bug');
        },
      },
      settings: () => settings(),
      now: () => 0,
      sleep,
      onError: (_doing: string, error: unknown) => void errors.push(error),
    } as unknown as DeliverPorts;
    const sender = startSender(ports, {
      pace,
      concurrency: 1,
      leaseMs: 20_000,
      sendWindowMs: 15_000,
      pollMs: 10,
      monotonicMs: () => performance.now(),
    });
    await waitFor('both', () => errors.length === 2);
    await sender.stop();
    const uses = freed.filter(({ kind }) => kind === 'sent');
    expect(uses).toHaveLength(2);
    // Whether something left is not known: the slot rests.
    expect(uses[0]).toMatchObject({ isAnswered: false, outcome: { kind: 'uncertain' } });
  });
});
