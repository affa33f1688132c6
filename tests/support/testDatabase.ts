import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import knex, { type Knex } from 'knex';

/** A database of a test's own, empty at first. */
export interface TestDatabase {
  /** What tells the playground to use it. */
  env: Record<string, string>;
  drop(): Promise<void>;
}

/** Databases that the tests can run on: `TEST_DATABASE` names one; SQLite if it is not set. */
export const TEST_DATABASES = ['sqlite', 'postgres', 'mysql'] as const;

/**
 * Makes a database on the server that `compose.yaml` describes, or a file for SQLite. The variables
 * `TEST_POSTGRES_URL` and `TEST_MYSQL_URL` name other servers.
 *
 * @throws where the server does not answer
 */
export async function createTestDatabase(
  kind = process.env.TEST_DATABASE ?? 'sqlite',
): Promise<TestDatabase> {
  switch (kind) {
    case 'sqlite':
      return sqliteFile();
    case 'postgres': {
      const url = process.env.TEST_POSTGRES_URL ?? 'postgres://postgres@127.0.0.1:5432/test';
      return onServer('postgres', 'pg', url, (name) => [
        `create database ${name}`,
        `drop database ${name} with (force)`,
      ]);
    }
    case 'mysql': {
      const url = process.env.TEST_MYSQL_URL ?? 'mysql://root@127.0.0.1:3306/test';
      return onServer('mysql', 'mysql2', url, (name) => [
        `create database ${name} character set utf8mb4`,
        `drop database ${name}`,
      ]);
    }
    default:
      throw new Error(`TEST_DATABASE is "${kind}"; known are ${TEST_DATABASES.join(', ')}`);
  }
}

async function sqliteFile(): Promise<TestDatabase> {
  const folder = await mkdtemp(path.join(tmpdir(), 'calltouch-test-'));
  return {
    env: { DATABASE_CLIENT: 'sqlite', DATABASE_FILENAME: path.join(folder, 'data.db') },
    drop: () => rm(folder, { recursive: true, force: true }),
  };
}

async function onServer(
  client: 'postgres' | 'mysql',
  driver: string,
  address: string,
  statements: (name: string) => [create: string, drop: string],
): Promise<TestDatabase> {
  const name = `calltouch_${randomUUID().replaceAll('-', '')}`;
  const [create, drop] = statements(name);
  await onConnection(driver, address, (connection) => connection.raw(create));
  const url = new URL(address);
  return {
    env: {
      DATABASE_CLIENT: client,
      DATABASE_HOST: url.hostname,
      DATABASE_PORT: url.port,
      DATABASE_NAME: name,
      DATABASE_USERNAME: decodeURIComponent(url.username),
      DATABASE_PASSWORD: decodeURIComponent(url.password),
    },
    drop: () => onConnection(driver, address, (connection) => connection.raw(drop)),
  };
}

async function onConnection(
  driver: string,
  address: string,
  work: (connection: Knex) => PromiseLike<unknown>,
): Promise<void> {
  const connection = knex({ client: driver, connection: address, pool: { min: 0, max: 1 } });
  try {
    await work(connection);
  } finally {
    await connection.destroy();
  }
}
