import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';

/**
 * Runs work in the running transaction, or in one of its own where none runs.
 *
 * @param work gets the transaction, and a way to have something done after the commit: it is not
 *   awaited, and a throw in it would make the caller fail although the data is saved
 */
export async function inTransaction<T>(
  strapi: Core.Strapi,
  work: (trx: Knex.Transaction, onCommit: (callback: () => void) => void) => Promise<T>,
): Promise<T> {
  return await strapi.db.transaction(({ trx, onCommit }) => work(trx, onCommit));
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
    await trx.raw('ROLLBACK TO SAVEPOINT calltouch');
    throw error;
  }
}
