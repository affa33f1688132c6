/** The plugin's id in Strapi: prefix of its routes, permissions, tables and events. */
export const PLUGIN_ID = 'calltouch';

/** Actions of Strapi's permissions, without their prefix `plugin::calltouch.`. */
export const PERMISSIONS = [
  'settings.read',
  'settings.update',
  'deliveries.read',
  'deliveries.personal',
  'deliveries.send',
  'deliveries.export',
] as const;
export type Permission = (typeof PERMISSIONS)[number];
