import fc from 'fast-check';
import knex, { type Knex } from 'knex';
import { NO_CAPTURE } from '../../../server/src/capture/capture';
import attempts from '../../../server/src/content-types/attempts';
import deliveries from '../../../server/src/content-types/deliveries';
import { requestResend } from '../../../server/src/operations/resend';
import { momentBy } from '../../../server/src/outbox/databaseClock';
import { createOutbox } from '../../../server/src/outbox/outbox';
import { newRow, entryDeletedColumns } from '../../../server/src/outbox/rows';
import type { Exchange } from '../../../server/src/calltouch/outcome';
import { deliver } from '../../../server/src/sending/deliver';
import type { ClaimedDelivery, DeliverPorts, NewDelivery } from '../../../server/src/sending/ports';
import { settleInterrupted } from '../../../server/src/sending/writeDown';
import { settings } from '../../support/settings';

const LEASE_MS = 20_000;
const RUNS = 300;
const HOUR_MS = 3_600_000;

/** What becomes of a request: whether it arrives, and what its sender hears of it. */
const FATES = {
  accepted: { arrives: true, exchange: answer(200, '{"requestId":1}') },
  'accepted, answer lost': { arrives: true, exchange: broken('reset', true) },
  'lost on its way': { arrives: false, exchange: broken('timeout', true) },
  refused: { arrives: false, exchange: broken('refused', false) },
  throttled: { arrives: false, exchange: answer(429, '') },
  rejected: { arrives: false, exchange: answer(400, 'no') },
} satisfies Record<string, { arrives: boolean; exchange: Exchange }>;
type Fate = keyof typeof FATES;

type Step =
  | { kind: 'claim'; fate: Fate }
  /** Lets one of the workers go on to its next halt; those that never do have died. */
  | { kind: 'go'; worker: number }
  | { kind: 'pass'; ms: number }
  | { kind: 'rescue' }
  | { kind: 'resend'; lead: number }
  | { kind: 'delete'; lead: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('claim' as const), fate: fateOf() }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('go' as const), worker: fc.nat(5) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('pass' as const),
      ms: fc.constantFrom(10, 3_000, LEASE_MS / 2, LEASE_MS + 1, HOUR_MS),
    }),
  },
  { weight: 2, arbitrary: fc.constant({ kind: 'rescue' as const }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('resend' as const), lead: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete' as const), lead: fc.nat(2) }) },
);

/** A worker that was frozen before its request gives back what another one has claimed since. */
const LATE_GIVE_BACK: Step[] = [
  { kind: 'claim', fate: 'accepted' },
  { kind: 'pass', ms: LEASE_MS + 1 },
  { kind: 'rescue' },
  { kind: 'pass', ms: HOUR_MS },
  { kind: 'claim', fate: 'accepted' },
  { kind: 'go', worker: 0 },
];

/**
 * The outbox' own statements on a database in memory, with workers that halt, die and go on late, in
 * any order with rescues, resends and deletions.
 */
describe('workers on a virtual clock, in any order', () => {
  let connection: Knex;

  beforeAll(async () => {
    connection = knex({
      client: 'better-sqlite3',
      connection: ':memory:',
      useNullAsDefault: true,
      pool: { min: 1, max: 1 },
    });
    await makeTable(connection, 'calltouch_deliveries', deliveries.schema.attributes);
    await makeTable(connection, 'calltouch_attempts', attempts.schema.attributes);
    await connection.schema.alterTable('calltouch_attempts', (table) => {
      table.unique(['delivery_id', 'sequence']);
    });
  });
  afterAll(() => connection.destroy());

  it.each(['resend', 'hold'] as const)(
    'lose nothing, send nothing twice unmarked, and leave nothing behind (onUnknown: %s)',
    async (onUnknown) => {
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 1, max: 3 }),
          fc.array(step, { minLength: 1, maxLength: 40 }),
          async (count, steps) => {
            const world = await begin(count, onUnknown);
            for (const item of steps) await world.do(item);
            await world.finish();
            await world.check();
          },
        ),
        {
          numRuns: RUNS,
          examples: [[1, LATE_GIVE_BACK]],
        },
      );
    },
    120_000,
  );

  it('finds what is due at one of a thousand sites while another one rests', async () => {
    const world = await begin(1, 'resend');
    const sites = Array.from({ length: 1_000 }, (_, number) => `site${number}`);
    expect(await world.outbox.isDue(sites)).toBe(false);
    expect(await world.outbox.isDue([...sites, 'main'])).toBe(true);
    expect(await world.outbox.claim([...sites, 'main'], LEASE_MS)).toMatchObject({ id: 1 });
    expect(await world.outbox.isDue(null)).toBe(false);
  });

  async function begin(count: number, onUnknown: 'resend' | 'hold') {
    let nowMs = 1_800_000_000_000;
    const clock = momentBy((delayMs) => nowMs + delayMs);
    const db = {
      connection,
      dialect: { client: 'sqlite' },
      getConnection: (table: string) => connection(table),
      inTransaction: () => false,
      transaction: (work: (context: object) => Promise<unknown>) =>
        connection.transaction((trx) => work({ trx, onCommit: () => undefined })),
    };
    const strapi = { db } as never;
    const outbox = createOutbox({ strapi, momentIn: clock });
    const table = () => connection('calltouch_deliveries');
    await table().delete();
    await connection('calltouch_attempts').delete();
    for (let lead = 0; lead < count; lead += 1) {
      await table().insert({
        ...newRow(leadOf(lead, nowMs)),
        id: lead + 1,
        due_since: nowMs,
        next_attempt_at: nowMs,
      });
    }

    /** By lead: requests that got to Calltouch. */
    const arrivals = new Map<number, number>();
    const deleted = new Set<number>();
    const claimNumbers = new Map<number, number>();
    /** By lead: the claim that is good until its lease ends or its worker has done with it. */
    const claims = new Map<number, { claimNumber: number; leaseUntilMs: number }>();
    /** Workers that wait to be let go on. */
    const halted: (() => void)[] = [];
    const halt = () => new Promise<void>((resolve) => halted.push(resolve));
    const problems: unknown[] = [];

    const ports = (fate: Fate, halts: boolean, claimed: ClaimedDelivery): DeliverPorts => ({
      outbox,
      calltouch: {
        async register({ turn }) {
          if (halts) await halt();
          if (!(await turn())) return { kind: 'expired' };
          const { arrives, exchange } = FATES[fate];
          if (arrives) arrivals.set(claimed.id, (arrivals.get(claimed.id) ?? 0) + 1);
          // Frozen while Calltouch answers, or dead after it.
          if (halts) await halt();
          return { kind: 'done', exchange };
        },
      },
      entries: { renderAgain: async () => ({ kind: 'gone' }), writeBack: async () => [] },
      settings: () => settings(undefined, { onUnknown, giveUpAfterHours: 168 }),
      now: () => nowMs,
      random: () => 0.5,
      sleep: async () => undefined,
      onError: (_doing, error) => void problems.push(error),
      finished: () => undefined,
    });

    const claim = async (fate: Fate, halts: boolean): Promise<boolean> => {
      const claimed = await outbox.claim(null, LEASE_MS);
      if (!claimed) return false;
      // A number that was given away never comes again.
      expect(claimed.claimNumber).toBeGreaterThan(claimNumbers.get(claimed.id) ?? 0);
      claimNumbers.set(claimed.id, claimed.claimNumber);
      const claimedAtMs = nowMs;
      const held = { claimNumber: claimed.claimNumber, leaseUntilMs: nowMs + LEASE_MS };
      claims.set(claimed.id, held);
      const turn = async () => nowMs < claimedAtMs + LEASE_MS / 2;
      const work = deliver(ports(fate, halts, claimed), claimed, turn, () => undefined).then(() => {
        if (claims.get(claimed.id) === held) claims.delete(claimed.id);
      });
      if (halts) void work.catch((error: unknown) => problems.push(error));
      else await work;
      return true;
    };
    const rescue = async () => {
      for (const expired of await outbox.expired([], 100)) {
        await settleInterrupted(ports('accepted', false, expired), expired);
      }
      expect(await table().where('status', 'sending').where('lease_until', '<', nowMs)).toEqual([]);
    };
    /** Lets what was resolved run until it waits again, for the database too. */
    const settleDown = async () => {
      for (let turns = 0; turns < 20; turns += 1) await new Promise(setImmediate);
    };

    return {
      outbox,
      async do(item: Step) {
        if (item.kind === 'claim') await claim(item.fate, true);
        else if (item.kind === 'go') halted.splice(item.worker % (halted.length || 1), 1)[0]?.();
        else if (item.kind === 'pass') nowMs += item.ms;
        else if (item.kind === 'rescue') await rescue();
        else if (item.kind === 'resend') {
          const selection = { ids: [item.lead + 1] };
          const request = { requestedBy: 'Anna', bulkId: null, priority: 0 };
          await requestResend(strapi, clock, selection, request);
        } else {
          deleted.add(item.lead + 1);
          await table()
            .where({ id: item.lead + 1 })
            .update({ entry_deleted: true });
          await table()
            .where({ id: item.lead + 1, status: 'pending' })
            .update(entryDeletedColumns(clock));
        }
        await settleDown();
        for (const [id, { claimNumber, leaseUntilMs }] of claims) {
          if (nowMs > leaseUntilMs) continue;
          // Whatever others do that had the lead before: it is its holder's.
          const row = await table().where({ id }).first('status', 'claim_number');
          expect(row).toEqual({ status: 'sending', claim_number: claimNumber });
        }
      },

      /** Whoever still halts has died; Calltouch takes all from now on. */
      async finish() {
        for (let rounds = 0; rounds < 100; rounds += 1) {
          nowMs += HOUR_MS + LEASE_MS;
          await rescue();
          while (await claim('accepted', false));
          const open = await table().whereIn('status', ['pending', 'sending']);
          if (open.length === 0) return;
        }
        throw new Error('Something never ends');
      },

      async check() {
        expect(problems).toEqual([]);
        for (const row of await table()) {
          const made = await connection('calltouch_attempts').where({ delivery_id: row.id });
          const came = arrivals.get(row.id) ?? 0;
          const marked = made.filter((attempt) => attempt.possible_duplicate).length;
          // Each arrival but the first was by an attempt that says so.
          expect(came - 1).toBeLessThanOrEqual(marked);
          if (row.status === 'delivered') expect(came).toBeGreaterThan(0);
          else if (row.status === 'unknown') expect(onUnknown).toBe('hold');
          else if (row.status === 'failed') {
            const { code } = JSON.parse(row.reason);
            expect(['rejected', 'crashed']).toContain(code);
          } else {
            expect(row.status).toBe('cancelled');
            expect(deleted.has(row.id)).toBe(true);
          }
        }
      },
    };
  }
});

function fateOf(): fc.Arbitrary<Fate> {
  return fc.constantFrom(...(Object.keys(FATES) as Fate[]));
}

function answer(status: number, body: string): Exchange {
  return { kind: 'answer', status, retryAfter: null, contentType: null, body };
}

function broken(cause: 'reset' | 'timeout' | 'refused', sent: boolean): Exchange {
  return { kind: 'broken', sent, cause, message: null };
}

function leadOf(number: number, nowMs: number): NewDelivery {
  return {
    contentType: 'api::lead.lead',
    entryId: `entry${number}`,
    entryLocale: null,
    siteKey: 'main',
    status: 'pending',
    reason: null,
    lead: { requestNumber: `lead-${number}`, fio: 'Анна', customFields: [] },
    capture: NO_CAPTURE,
    warnings: [],
    requestNumber: `lead-${number}`,
    submittedAtMs: nowMs,
    trigger: 'automatic',
    requestedBy: null,
  };
}

/** A table as Strapi makes it of a content type. */
async function makeTable(
  connection: Knex,
  name: string,
  attributes: Record<string, { type: string }>,
): Promise<void> {
  await connection.schema.createTable(name, (table) => {
    table.increments('id');
    for (const [attribute, { type }] of Object.entries(attributes)) {
      const column = attribute.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
      if (type === 'biginteger') table.bigInteger(column);
      else if (type === 'integer') table.integer(column);
      else if (type === 'boolean') table.boolean(column);
      else table.text(column);
    }
  });
}
