import type { Core } from '@strapi/strapi';
import { TABLES } from './tables';

interface KeptTable {
  name: string;
}

/**
 * Keeps the outbox over a boot with the plugin switched off: at each boot Strapi drops the tables
 * that no content type has, but for those that its core store lists as `persisted_tables`. (Its own
 * service for that list exists in the enterprise edition alone.)
 */
export async function keepTables(strapi: Core.Strapi): Promise<void> {
  const key = { type: 'core', key: 'persisted_tables' };
  const kept = ((await strapi.store.get(key)) ?? []) as (string | KeptTable)[];
  const names = kept.map((table) => (typeof table === 'string' ? table : table.name));
  const missing = TABLES.filter((name) => !names.includes(name));
  if (missing.length === 0) return;
  await strapi.store.set({ ...key, value: [...kept, ...missing.map((name) => ({ name }))] });
}
