import { setImmediate, setTimeout } from 'node:timers/promises';
import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import type { MomentIn } from '../outbox/databaseClock';
import { UNTRIED } from '../outbox/rows';
import { DELIVERY_TABLE } from '../outbox/tables';
import { inTransaction } from '../outbox/transaction';
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
  /** Those of the entries that have a row here, seen from within a transaction where one is given. */
  heldOf(contentType: string, entryIds: string[], trx?: Knex.Transaction): Promise<string[]>;
}

/** Small, so that a visitor's form never waits for it on SQLite. */
export const MOVED_AT_ONCE = 200;

/** How often a reader looks whether another instance has moved what it has begun to move, and when. */
const LOOKS = 50;
const LOOK_MS = 20;

export function createIntake(strapi: Core.Strapi, momentIn: MomentIn): Intake {
  const { connection, dialect } = strapi.db;
  const isMysql = dialect.client === 'mysql';
  const intake = (): Knex.QueryBuilder => strapi.db.getConnection(INTAKE_TABLE);
  const [from, into] = [inSchema(strapi, INTAKE_TABLE), inSchema(strapi, DELIVERY_TABLE)];
  const constants = Object.entries(UNTRIED);
  const columns = [...INTAKE_COLUMNS, ...constants.map(([name]) => name)].join(', ');
  const values = [...INTAKE_COLUMNS, ...constants.map(([, value]) => String(value))].join(', ');
  /** An INSERT of rows that a query gives, which ends with its order. */
  const insertInto = (rows: string) =>
    `insert into ${into} (${columns}, due_since, next_attempt_at)
     select ${values}, ?, ? + coalesce(wait_ms, 0) from ${rows} order by id
     ${isMysql ? `on duplicate key update id = ${into}.id` : 'on conflict (entry_id, content_type) do nothing'}`;

  /** Moves those rows of a query that this transaction can have to itself. */
  const moveRows = async (
    trx: Knex.Transaction,
    rows: Knex.QueryBuilder,
    isPatient: boolean,
  ): Promise<number> => {
    const locked = (query: Knex.QueryBuilder) =>
      isPatient ? query.forUpdate() : query.forUpdate().skipLocked();
    if (dialect.client === 'postgres') {
      const { rows: moved } = await connection
        .raw(
          `with moved as (delete from ${from} where id in (?) returning *),
           made as (${insertInto('moved')}) select count(*) from moved`,
          [locked(rows), momentIn(0), momentIn(0)],
        )
        .transacting(trx);
      return Number(moved[0].count);
    }
    let ids: number[] = await rows.transacting(trx).pluck('id');
    // By their ids, as a search would lock the gaps between, and visitors' rows would wait. SQLite has
    // one writer, and no locks to ask for.
    if (isMysql && ids.length > 0)
      ids = await locked(intake().whereIn('id', ids)).transacting(trx).pluck('id');
    if (ids.length === 0) return 0;
    const these = `(${ids.map(Number).join(', ')})`;
    await connection
      .raw(insertInto(`${from} where id in ${these}`), [momentIn(0), momentIn(0)])
      .transacting(trx);
    await intake().transacting(trx).whereIn('id', ids).delete();
    return ids.length;
  };

  const move = async (limit: number): Promise<number> => {
    const oldest = () => intake().select('id').orderBy('id').limit(limit);
    // Most looks find nothing, and need no transaction for it.
    if ((await oldest().first()) === undefined) return 0;
    return inTransaction(strapi, (trx) => moveRows(trx, oldest(), false));
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
      await inTransaction(strapi, (trx) => moveRows(trx, those, true));
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
