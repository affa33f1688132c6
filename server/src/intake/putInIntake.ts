import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import type { NewDelivery } from '../sending/ports';
import { newRow } from '../outbox/rows';
import { INTAKE_COLUMNS, INTAKE_TABLE, inSchema } from './intakeTable';

/** A value as all drivers take it. */
type Plain = string | number | null;

/** What of the databases' drivers is used. */
interface SqliteConnection {
  prepare(sql: string): { run(...values: Plain[]): unknown };
}
interface PostgresConnection {
  query(sql: string, values: Plain[]): Promise<unknown>;
}
interface MysqlConnection {
  query(sql: string, values: Plain[], done: (error: Error | null) => void): unknown;
}

/**
 * Puts a delivery into the intake within a running transaction: one statement, the same for all, handed
 * to the driver as it is. A visitor waits for it, and to build it anew would take as long as to run it.
 *
 * `waitMs`: how long the lead waits for its session.
 */
export type PutInIntake = (
  trx: Knex.Transaction,
  delivery: NewDelivery,
  waitMs: number,
) => Promise<void>;

export function createPutInIntake(strapi: Core.Strapi): PutInIntake {
  const { client } = strapi.db.dialect;
  const mark = (index: number) => (client === 'postgres' ? `$${index + 1}` : '?');
  const columns = [...INTAKE_COLUMNS, 'wait_ms'];
  const marks = columns.map((_, index) => mark(index)).join(', ');
  const sql = `insert into ${inSchema(strapi, INTAKE_TABLE)} (${columns.join(', ')}) values (${marks})`;
  /** SQLite's statements belong to a connection. */
  const prepared = new WeakMap<SqliteConnection, ReturnType<SqliteConnection['prepare']>>();

  return async (trx, delivery, waitMs) => {
    const values = [...valuesOf(delivery), waitMs];
    const connection = await connectionOf(trx);
    if (client === 'postgres') {
      // Without a name: a pooler between may give the next statement another connection.
      await (connection as PostgresConnection).query(sql, values);
    } else if (client === 'mysql') {
      await new Promise<void>((resolve, reject) => {
        (connection as MysqlConnection).query(sql, values, (error) => {
          if (error) reject(error);
          else resolve();
        });
      });
    } else {
      const sqlite = connection as SqliteConnection;
      let statement = prepared.get(sqlite);
      if (!statement) prepared.set(sqlite, (statement = sqlite.prepare(sql)));
      statement.run(...values);
    }
  };
}

/** The driver's connection of a transaction, which knex keeps to itself. */
async function connectionOf(trx: Knex.Transaction): Promise<unknown> {
  const { client } = trx as unknown as { client: { acquireConnection(): Promise<unknown> } };
  return client.acquireConnection();
}

function valuesOf(delivery: NewDelivery): Plain[] {
  const row: Record<(typeof INTAKE_COLUMNS)[number], Plain | boolean> = newRow(delivery);
  return INTAKE_COLUMNS.map((name) => {
    const value = row[name];
    // SQLite's driver takes no booleans; the others take 0 and 1 for them, PostgreSQL as texts.
    return typeof value === 'boolean' ? Number(value) : value;
  });
}
