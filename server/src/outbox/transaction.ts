import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import { codeOf } from '../sending/passingErrors';

/** MySQL's code, and PostgreSQL's. */
const DEADLOCKS = ['ER_LOCK_DEADLOCK', '40P01'];
/** The victim of so many deadlocks in a row gives up. */
const TRIES = 10;

/**
 * Runs work in the running transaction, or in one of its own where none runs. A transaction of its
 * own that the database chose to solve a deadlock is begun anew, as MySQL's and PostgreSQL's manuals
 * ask of every program.
 *
 * @param work may run more than once. It gets the transaction, and a way to have something done after
 *   the commit: it is not awaited, and a throw in it would make the caller fail although the data is
 *   saved
 */
export async function inTransaction<T>(
  strapi: Core.Strapi,
  work: (trx: Knex.Transaction, onCommit: (callback: () => void) => void) => Promise<T>,
): Promise<T> {
  const isOwn = !strapi.db.inTransaction();
  for (let left = TRIES; ; left -= 1) {
    try {
      return await strapi.db.transaction(({ trx, onCommit }) => {
        heedCommit(trx);
        return work(trx, onCommit);
      });
    } catch (error) {
      if (!isOwn || left <= 1 || !DEADLOCKS.includes(codeOf(error))) throw error;
    }
  }
}

const heeded = new WeakSet<Knex.Transaction>();

/**
 * Makes a COMMIT that fails throw. knex tells of it by `executionPromise` alone, which Strapi 5.54
 * does not await: where the connection broke at that moment, a visitor was told "created" and nothing
 * was kept.
 */
function heedCommit(trx: Knex.Transaction): void {
  if (heeded.has(trx)) return;
  heeded.add(trx);
  const commit = trx.commit.bind(trx) as (value?: unknown) => Promise<unknown>;
  const heedful = async (value?: unknown): Promise<unknown> => {
    const committed = await commit(value);
    await trx.executionPromise;
    return committed;
  };
  trx.commit = heedful as unknown as typeof trx.commit;
}

/**
 * Runs queries that may fail without harm to the visitor's transaction: on PostgreSQL an error
 * spoils a whole transaction unless a savepoint takes it back.
 */
export async function inSavepoint<T>(trx: Knex.Transaction, work: () => Promise<T>): Promise<T> {
  await trx.raw('SAVEPOINT calltouch');
  try {
    const result = await work();
    await trx.raw('RELEASE SAVEPOINT calltouch');
    return result;
  } catch (error) {
    // Where the whole transaction is gone its savepoint is too; the first error says why.
    await trx.raw('ROLLBACK TO SAVEPOINT calltouch').catch(() => undefined);
    throw error;
  }
}

const LOST_LOCK = ['ER_LOCK_DEADLOCK', 'ER_LOCK_WAIT_TIMEOUT'];

/**
 * True if an error of a statement has spoilt the running transaction, so that its commit would keep
 * nothing and not say so: on PostgreSQL any error does; MySQL takes back the whole transaction that
 * it chose to solve a deadlock. (SQLite's commit fails by itself.)
 */
export function spoilsTransaction(strapi: Core.Strapi, error: unknown): boolean {
  if (!strapi.db.inTransaction()) return false;
  const code = codeOf(error);
  return strapi.db.dialect.client === 'postgres'
    ? /^[0-9A-Z]{5}$/.test(code)
    : LOST_LOCK.includes(code);
}
