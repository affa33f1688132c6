import { createIntake } from '../../server/src/intake/moveIntake';
import { createOutbox } from '../../server/src/outbox/outbox';
import { databaseClock } from '../../server/src/outbox/databaseClock';
import type { LeadResult } from '../../server/src/contracts';
import { INTERRUPTED, type Outcome } from '../../server/src/calltouch/outcome';
import { settle } from '../../server/src/sending/settle';
import type { AttemptRecord, ClaimedDelivery, Outbox } from '../../server/src/sending/ports';
import { describeWithStrapi } from '../support/describeWithStrapi';
import { settings } from '../support/settings';

const LEAD = 'api::lead.lead';
const LEASE_MS = 60_000;
const POLICY = { giveUpAfterHours: 1, onUnknown: 'resend' } as const;
const NOT_WRITTEN = async () => [];
const SAID: Pick<AttemptRecord, 'startedAtMs' | 'durationMs' | 'httpStatus' | 'response'> = {
  startedAtMs: 1,
  durationMs: 1,
  httpStatus: null,
  response: null,
};
const TOMORROW = { code: 'dailyLimit', values: { limit: '1' }, text: null } as const;

jest.setTimeout(60_000);

describeWithStrapi('a claim that is given back', {}, ({ app }) => {
  let outbox: Outbox;

  beforeAll(async () => {
    // Paused, so that the test alone claims.
    await app.admin('put', '/calltouch/settings').send(settings(undefined, { paused: true }));
    outbox = createOutbox({
      strapi: app.strapi,
      momentIn: databaseClock(app.strapi),
    });
  }, 60_000);

  // What an earlier test left must not be claimed by the next one.
  beforeEach(async () => {
    await moveIn();
    await deliveryRows().where('status', 'pending').update({ status: 'cancelled' });
  });

  const submit = async (): Promise<string> => {
    const data = { name: 'Анна', phone: '+7 920 123-45-67' };
    const { documentId } = await app.strapi.documents(LEAD).create({ data });
    await moveIn();
    return documentId;
  };
  const moveIn = () =>
    createIntake(app.strapi, databaseClock(app.strapi), () => undefined).moveAll();
  const claim = async () => {
    const claimed = await outbox.claim(null, LEASE_MS);
    if (!claimed) throw new Error('Nothing was due');
    return claimed;
  };

  const interrupted = (claimed: ClaimedDelivery) => {
    const settlement = settle(claimed, INTERRUPTED, POLICY, 0);
    return outbox.settle(
      claimed,
      settlement,
      { ...SAID, outcome: 'uncertain', reason: settlement.reason, requestId: null },
      NOT_WRITTEN,
    );
  };

  /** Claims it though it waits for its retry. */
  const claimAfterAll = async (entry: string) => {
    await deliveryRows().where({ entry_id: entry }).update({ next_attempt_at: 0 });
    return claim();
  };

  it('waits, and has not been tried', async () => {
    const entry = await submit();
    await outbox.giveBack(await claim(), 60_000);
    expect(await app.deliveryOf(LEAD, entry)).toMatchObject({
      status: 'pending',
      attemptCount: 0,
      attempts: [],
      lead: { fio: 'Анна' },
    });
  });

  it.each([
    ['at once', (claimed) => outbox.giveBack(claimed, 0)],
    ['for the day’s limit', (claimed) => outbox.postponeSite(claimed, 60_000, TOMORROW)],
  ] as [string, (claimed: Awaited<ReturnType<typeof claim>>) => Promise<void>][])(
    'is cancelled and erased where its entry was deleted meanwhile: %s',
    async (_when, giveBack) => {
      const entry = await submit();
      const claimed = await claim();
      await app.strapi.documents(LEAD).delete({ documentId: entry });
      await giveBack(claimed);
      const delivery = await app.deliveryOf(LEAD, entry);
      expect(delivery).toMatchObject({
        status: 'cancelled',
        reason: { code: 'entryDeleted' },
        attemptCount: 0,
        nextAttemptAt: null,
        lead: null,
      });
      const row: unknown = await app.strapi.db
        .connection('calltouch_deliveries')
        .where({ id: delivery!.id })
        .first();
      expect(JSON.stringify(row)).not.toMatch(/9201234567|Анна/);
      expect(await outbox.claim(null, LEASE_MS)).toBeNull();
    },
  );

  describe('and of which a late word comes when somebody else has claimed it', () => {
    const refusal = { code: 'noContact', values: {}, text: null } as const;
    const late: Record<string, (claimed: ClaimedDelivery) => Promise<unknown>> = {
      'give-back whose answer was lost': (claimed) => outbox.giveBack(claimed, 0),
      'give-back for the day’s limit': (claimed) => outbox.postponeSite(claimed, 60_000, TOMORROW),
      refusal: (claimed) => outbox.refuse(claimed, 'failed', refusal, [], NOT_WRITTEN),
      'lead rendered anew': (claimed) => outbox.replaceLead({ ...claimed, lead: null }),
      'settlement by a rescue': interrupted,
    };

    it.each(Object.keys(late))('the other’s claim survives: %s', async (word) => {
      const entry = await submit();
      const first = await claim();
      await outbox.giveBack(first, 0);
      const second = await claim();
      await late[word]!(first);
      const held = await app.deliveryOf(LEAD, entry);
      expect(held).toMatchObject({
        status: 'sending',
        attemptCount: 1,
        attempts: [],
        lead: { fio: 'Анна' },
      });
      expect(await interrupted(second)).toBe('settled');
      expect(await app.deliveryOf(LEAD, entry)).toMatchObject({
        status: 'pending',
        attempts: [{ outcome: 'uncertain' }],
      });
      await outbox.refuse(await claimAfterAll(entry), 'failed', refusal, [], NOT_WRITTEN);
    });
  });

  it('and others keep their places: nothing but a person’s wish raises a priority', async () => {
    const ends: Record<string, Outcome> = {
      throttled: {
        kind: 'throttled',
        reason: { code: 'throttled', values: {}, text: null },
        retryAfterMs: 0,
      },
      interrupted: INTERRUPTED,
    };
    const entries = new Map<string, string>();
    for (const [end, outcome] of Object.entries(ends)) {
      for (const priority of [2, 1, 0]) {
        const entry = await submit();
        await deliveryRows().where({ entry_id: entry }).update({ priority });
        const claimed = await claim();
        const settlement = settle(claimed, outcome, POLICY, 0);
        const attempt = { ...SAID, outcome: outcome.kind, reason: settlement.reason };
        await outbox.settle(claimed, settlement, { ...attempt, requestId: null }, NOT_WRITTEN);
        // Not before all are there.
        await deliveryRows().where({ entry_id: entry }).update({ next_attempt_at: 1e15 });
        entries.set(entry, `${end} ${priority}`);
      }
    }
    for (const [at, entry] of [...entries.keys()].entries()) {
      await deliveryRows().where({ entry_id: entry }).update({ next_attempt_at: at });
    }
    entries.set(await submit(), 'fresh');
    const order: string[] = [];
    for (let left = entries.size; left > 0; left -= 1) {
      order.push(entries.get((await claim()).entryId)!);
    }
    expect(order).toEqual([
      'throttled 0',
      'fresh',
      'throttled 1',
      'interrupted 1',
      'interrupted 0',
      'throttled 2',
      'interrupted 2',
    ]);
    await deliveryRows().where('status', 'sending').update({ status: 'cancelled' });
  });

  it('of another, does not keep a late proof of delivery from counting', async () => {
    const entry = await submit();
    const first = await claim();
    await interrupted(first);
    await outbox.giveBack(await claimAfterAll(entry), 60_000);
    const outcome: Outcome = { kind: 'accepted', result: { requestId: '7' } as LeadResult };
    const proof = { ...SAID, outcome: outcome.kind, reason: null, requestId: '7' };
    const settlement = settle(first, outcome, POLICY, 0);
    expect(await outbox.settle(first, settlement, proof, NOT_WRITTEN)).toBe('settled');
    expect(await app.deliveryOf(LEAD, entry)).toMatchObject({
      status: 'delivered',
      requestId: '7',
      attempts: [{ outcome: 'accepted' }],
    });
  });

  it('is rescued though an older version claimed it, which counted no claims', async () => {
    const entry = await submit();
    await claim();
    await deliveryRows().where({ entry_id: entry }).update({ claim_number: null, lease_until: 1 });
    const [expired] = await outbox.expired([], 50);
    await outbox.giveBack(expired!, 0);
    const again = await claim();
    // Claims are counted from now on.
    await outbox.giveBack(expired!, 0);
    expect(await app.deliveryOf(LEAD, entry)).toMatchObject({ status: 'sending' });
    await outbox.giveBack(again, 60_000);
    expect(await app.deliveryOf(LEAD, entry)).toMatchObject({ status: 'pending', attemptCount: 0 });
  });

  const deliveryRows = () => app.strapi.db.connection('calltouch_deliveries');
});
