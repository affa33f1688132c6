import path from 'node:path';
import Database from 'better-sqlite3';
import type { Settings } from '../../server/src/contracts';

const KEY = 'plugin_calltouch_settings';

/**
 * Changes the stored settings past all checks, as a later change of a content type makes them unfit.
 * A Strapi that runs notices within seconds.
 */
export function changeStoredSettings(
  filename: string,
  change: (settings: Settings) => Settings,
): void {
  const database = new Database(path.resolve(filename));
  try {
    const row = database
      .prepare('select value from strapi_core_store_settings where key = ?')
      .get(KEY) as { value: string };
    const stored = JSON.parse(row.value) as { settings: Settings };
    database
      .prepare('update strapi_core_store_settings set value = ? where key = ?')
      .run(JSON.stringify({ settings: change(stored.settings) }), KEY);
  } finally {
    database.close();
  }
}
