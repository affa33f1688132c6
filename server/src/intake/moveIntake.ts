import { setImmediate, setTimeout } from 'node:timers/promises';
import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import type { MomentIn } from '../outbox/databaseClock';
import { isUnstorable } from '../outbox/insertDelivery';
import { reasonColumns, toMs, UNTRIED } from '../outbox/rows';
import { DELIVERY_TABLE } from '../outbox/tables';
import { inTransaction } from '../outbox/transaction';
import { codeOf, isPassing } from '../sending/passingErrors';
import type { OnError } from '../sending/ports';
import { INTAKE_COLUMNS, INTAKE_TABLE, inSchema } from './intakeTable';

/** The way of new deliveries from the intake into the outbox; an entry that has one there keeps it. */
export interface Intake {
  /**
   * Moves the oldest; those that another instance is moving are left to it.
   *
   * @returns how many were moved
   */
  move(limit: number): Promise<number>;
  /** Resolves when all that is there has been moved: whoever reads the outbox must see it. */
  moveAll(): Promise<void>;
  /** Moves those of entries, in the running transaction; waits for whoever is moving them. */
  moveOf(contentType: string, entryIds: string[]): Promise<void>;
  /** What nobody has moved yet, and since when the oldest has been waiting, epoch ms. */
  left(): Promise<{ count: number; sinceMs: number | null }>;
  /** Those of the entries that have a row here, seen from within a transaction where one is given. */
  heldOf(contentType: string, entryIds: string[], trx?: Knex.Transaction): Promise<string[]>;
}

/** Small, so that a visitor's form never waits for it on SQLite. */
export const MOVED_AT_ONCE = 200;

/** How often a reader looks whether another instance has moved what it has begun to move, and when. */
const LOOKS = 50;
const LOOK_MS = 20;

/** Of a row that can't be moved whole; its reason says so. */
const ERASED_INTAKE = { lead: null, capture: null, warnings: '[]', phone: null, email: null };

export function createIntake(strapi: Core.Strapi, momentIn: MomentIn, onError: OnError): Intake {
  const { connection, dialect } = strapi.db;
  const isMysql = dialect.client === 'mysql';
  const intake = (): Knex.QueryBuilder => strapi.db.getConnection(INTAKE_TABLE);
  const [from, into] = [inSchema(strapi, INTAKE_TABLE), inSchema(strapi, DELIVERY_TABLE)];
  const constants = Object.entries(UNTRIED);
  const columns = [...INTAKE_COLUMNS, ...constants.map(([name]) => name)].join(', ');
  const values = [...INTAKE_COLUMNS, ...constants.map(([, value]) => String(value))].join(', ');
  const least = dialect.client === 'sqlite' ? 'min' : 'least';
  const moments = () => [momentIn(0), momentIn(0), momentIn(0)] as Knex.RawBinding[];
  /**
   * An INSERT of rows that a query gives. What came first is due first, though many are moved at one
   * moment; what waits for its session does so from now on.
   */
  const insertInto = (rows: string) =>
    `insert into ${into} (${columns}, due_since, next_attempt_at)
     select ${values}, ?, case when wait_ms > 0 then ? + wait_ms else ${least}(submitted_at, ?) end
     from ${rows} order by id
     ${isMysql ? `on duplicate key update id = ${into}.id` : 'on conflict (entry_id, content_type) do nothing'}`;

  /**
   * Moves those rows of a query that it can have to itself: one statement on PostgreSQL, which needs no
   * transaction, so that no process that dies or freezes in one holds the rows.
   */
  const moveRows = async (
    rows: Knex.QueryBuilder,
    isPatient: boolean,
    trx?: Knex.Transaction,
  ): Promise<number> => {
    if (dialect.client === 'postgres') {
      const locked = isPatient ? rows.forUpdate() : rows.forUpdate().skipLocked();
      const moving = connection.raw(
        `with moved as (delete from ${from} where id in (?) returning *),
         made as (${insertInto('moved')}) select count(*) from moved`,
        [locked, ...moments()],
      );
      const { rows: moved } = await (trx ? moving.transacting(trx) : moving);
      return Number(moved[0].count);
    }
    return inTransaction(strapi, (own) => moveByIds(rows, isPatient, own));
  };

  const moveByIds = async (
    rows: Knex.QueryBuilder,
    isPatient: boolean,
    trx: Knex.Transaction,
  ): Promise<number> => {
    let ids: number[] = await rows.transacting(trx).pluck('id');
    if (ids.length === 0) return 0;
    // By the key alone: a scan would lock other rows and the gaps between, and visitors would wait.
    const byKey = isMysql ? `${from} force index (primary)` : from;
    if (isMysql) {
      const wait = isPatient ? '' : 'skip locked';
      const [free] = await connection
        .raw(`select id from ${byKey} where id in (${listed(ids)}) for update ${wait}`)
        .transacting(trx);
      ids = (free as { id: number }[]).map(({ id }) => id);
      if (ids.length === 0) return 0;
    }
    const these = `where id in (${listed(ids)})`;
    await connection.raw(insertInto(`${byKey} ${these}`), moments()).transacting(trx);
    const target = isMysql ? `${from} from ${byKey}` : `from ${from}`;
    await connection.raw(`delete ${target} ${these}`).transacting(trx);
    return ids.length;
  };

  const move = async (limit: number): Promise<number> => {
    const oldest = () => intake().select('id').orderBy('id').limit(limit);
    // Most looks find nothing, and need no transaction for it.
    const first: { id: number } | undefined = await oldest().first();
    if (!first) return 0;
    try {
      return await moveRows(oldest(), false);
    } catch (error) {
      // Within somebody's transaction it is over for him, too.
      if (isPassing(error) || strapi.db.inTransaction()) throw error;
      return moveOneByOne(await oldest().pluck('id'));
    }
  };

  /** One row that the outbox does not take must keep no other lead back. */
  const moveOneByOne = async (ids: number[]): Promise<number> => {
    let moved = 0;
    for (const id of ids) {
      const row = () => intake().where({ id });
      try {
        moved += await moveRows(row().select('id'), false).catch(async (error: unknown) => {
          if (!isUnstorable(error)) throw error;
          // Whatever of it the database can't hold: that there is a lead must be seen.
          const reason = { code: 'mappingFailed' as const, values: {}, text: codeOf(error) };
          await row().update({ ...ERASED_INTAKE, status: 'failed', ...reasonColumns(reason) });
          return moveRows(row().select('id'), false);
        });
      } catch (error) {
        onError(`move new lead ${id} into the outbox`, error);
      }
    }
    return moved;
  };

  return {
    move,

    async moveAll() {
      const last: { id: number } | undefined = await intake()
        .select('id')
        .orderBy('id', 'desc')
        .first();
      if (!last) return;
      for (let patience = LOOKS; patience > 0;) {
        const moved = await move(MOVED_AT_ONCE);
        const isLeft = await intake().select('id').where('id', '<=', last.id).first();
        // Within a transaction MySQL goes on seeing what was there at its beginning.
        if (!isLeft || strapi.db.inTransaction()) return;
        // Somebody else is moving the rest; a frozen one must not hold up whoever reads.
        if (moved === 0) patience -= 1;
        // SQLite's driver is synchronous: without a pause no request would come in between.
        await (moved === 0 ? setTimeout(LOOK_MS) : setImmediate());
      }
    },

    async moveOf(contentType, entryIds) {
      const those = intake()
        .select('id')
        .where('content_type', contentType)
        .whereIn('entry_id', entryIds);
      await inTransaction(strapi, (trx) => moveRows(those, true, trx));
    },

    async left() {
      const [row] = (await intake()
        .count({ rows: '*' })
        .min({ since: 'submitted_at' })) as unknown as LeftRow[];
      return { count: Number(row?.rows ?? 0), sinceMs: toMs(row?.since ?? null) };
    },

    heldOf: (contentType, entryIds, trx) =>
      intake()
        .modify((query) => {
          if (trx) void query.transacting(trx);
        })
        .where('content_type', contentType)
        .whereIn('entry_id', entryIds)
        .pluck('entry_id'),
  };
}

interface LeftRow {
  rows: number | string;
  since: number | string | null;
}

/** Ids as SQL. They come from the database. */
function listed(ids: number[]): string {
  return ids.map(Number).join(', ');
}
