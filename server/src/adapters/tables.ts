/** Names of the plugin's tables; they begin alike so that Strapi can be told to keep them. */
export const TABLE_PREFIX = 'calltouch_';
export const DELIVERY_TABLE = 'calltouch_deliveries';
export const ATTEMPT_TABLE = 'calltouch_attempts';
export const SLOT_TABLE = 'calltouch_slots';
