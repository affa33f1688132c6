import { setImmediate } from 'node:timers/promises';
import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import { errorWords } from '../sending/errorWords';
import { deliveriesIn, TABLES } from './tables';

interface KeptTable {
  name: string;
}

/** What must be done with the plugin's tables at each boot, before anything else. */
export async function prepareTables(strapi: Core.Strapi): Promise<void> {
  await keepTables(strapi);
  await widenCharset(strapi);
}

/**
 * Keeps the outbox over a boot with the plugin switched off: at each boot Strapi drops the tables
 * that no content type has, but for those that its core store lists as `persisted_tables`. (Its own
 * service for that list exists in the enterprise edition alone.)
 */
async function keepTables(strapi: Core.Strapi): Promise<void> {
  const key = { type: 'core', key: 'persisted_tables' };
  const kept = ((await strapi.store.get(key)) ?? []) as (string | KeptTable)[];
  const names = kept.map((table) => (typeof table === 'string' ? table : table.name));
  const missing = TABLES.filter((name) => !names.includes(name));
  if (missing.length === 0) return;
  await strapi.store.set({ ...key, value: [...kept, ...missing.map((name) => ({ name }))] });
}

/**
 * Brings the plugin's tables to utf8mb4 on MySQL and MariaDB, where a new table takes the database's
 * charset: in utf8mb3 or latin1 a visitor's "😀" or "Жду" would become "?" without a word, although
 * the site's own table may hold it. At each boot, as Strapi may have made a table or a column since;
 * where nothing is to be done it is one look at the catalogue.
 */
export async function widenCharset(strapi: Core.Strapi): Promise<void> {
  if (strapi.db.dialect.client !== 'mysql') return;
  const narrow: { name: string }[] = await strapi.db
    .connection('information_schema.columns')
    .distinct({ name: 'table_name' })
    .whereRaw('table_schema = database()')
    .whereIn('table_name', TABLES)
    .whereNot('character_set_name', 'utf8mb4');
  for (const { name } of narrow) {
    strapi.log.info(`[calltouch] Bringing the table ${name} to utf8mb4`);
    await widen(strapi, name).catch((error: unknown) => {
      strapi.log.error(
        `[calltouch] The table ${name} could not be brought to utf8mb4 (${errorWords(error)}). ` +
          'Leads that it cannot hold fail visibly; it is tried again at the next start.',
      );
    });
  }
}

/** Visitors queue behind a change of the table that waits for a backup's lock, so it waits for none. */
const LOCK_WAIT_S = 1;

async function widen(strapi: Core.Strapi, name: string): Promise<void> {
  const { client } = strapi.db.connection;
  const connection: unknown = await client.acquireConnection();
  const run = (sql: string, values: Knex.Value[]) =>
    strapi.db.connection.raw(sql, values).connection(connection);
  try {
    const [[{ before }]] = await run('select @@session.lock_wait_timeout as `before`', []);
    await run('set session lock_wait_timeout = ?', [LOCK_WAIT_S]);
    try {
      await run('alter table ?? convert to character set utf8mb4', [name]);
    } finally {
      await run('set session lock_wait_timeout = ?', [Number(before)]);
    }
  } finally {
    await client.releaseConnection(connection);
  }
}

/** Small, so that a visitor's form never waits for it. */
const BATCH = 2_000;
/** How a reason's JSON begins, up to its code. */
const HEAD = '{"code":"';

/** A work that fills the codes once, and is done for as long as this process lives. */
export function createFillReasonCodes(strapi: Core.Strapi): () => Promise<void> {
  let isDone = false;
  return async () => {
    if (isDone) return;
    await fillReasonCodes(strapi);
    isDone = true;
  };
}

/**
 * Copies the codes of reasons into their column, in rows that a version before it wrote, or an import
 * brought. Goes through the table once, by its key.
 *
 * @returns how many rows got a code
 */
export async function fillReasonCodes(strapi: Core.Strapi): Promise<number> {
  const rest = `substr(reason, ${HEAD.length + 1})`;
  const code =
    strapi.db.dialect.client === 'postgres'
      ? `split_part(${rest}, '"', 1)`
      : `substr(${rest}, 1, instr(${rest}, '"') - 1)`;
  let filled = 0;
  for (let afterId = 0; ;) {
    const last: { id: number } | undefined = await deliveriesIn(strapi)
      .select('id')
      .where('id', '>', afterId)
      .orderBy('id')
      .offset(BATCH - 1)
      .first();
    filled += await deliveriesIn(strapi)
      .where('id', '>', afterId)
      .modify((query) => {
        if (last) void query.where('id', '<=', last.id);
      })
      .whereNull('reason_code')
      .where('reason', 'like', `${HEAD}%`)
      .update({ reason_code: strapi.db.connection.raw(code) });
    if (!last) return filled;
    afterId = last.id;
    // SQLite's driver is synchronous: without a pause no request would come in between.
    await setImmediate();
  }
}
