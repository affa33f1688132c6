import type { Core } from '@strapi/strapi';

/** Name of the intake's table. */
export const INTAKE_TABLE = 'calltouch_intake';

const text = { type: 'string' } as const;
const word = { type: 'string', column: { args: [64] } } as const;
const longText = { type: 'text' } as const;

/**
 * New deliveries of visitors, until they are moved into the outbox a moment later. A model of the
 * database and no content type, whose tables get columns and indexes of Strapi's own: a visitor pays
 * for each index that is written in his transaction, so there is none but the key.
 */
export const intakeModel = {
  uid: 'plugin::calltouch.intake',
  singularName: INTAKE_TABLE,
  tableName: INTAKE_TABLE,
  attributes: {
    id: { type: 'increments' },
    contentType: { ...text },
    entryId: { ...text },
    entryLocale: { ...word },
    siteKey: { ...word },
    status: { ...word },
    triggerKind: { ...text },
    requestedBy: { ...text },
    submittedAt: { type: 'biginteger' },
    reason: { ...longText },
    reasonCode: { ...word },
    requestNumber: { ...text },
    lead: { ...longText },
    capture: { ...longText },
    warnings: { ...longText },
    phone: { ...text },
    email: { ...text },
    hasSession: { type: 'boolean' },
    noSessionReason: { ...word },
    token: { ...word },
    /** How long the lead waits for its session; null: not at all. */
    waitMs: { type: 'integer' },
  },
};

/** What a new delivery brings along. All other columns of the outbox have one value for all new rows. */
export const INTAKE_COLUMNS = [
  'content_type',
  'entry_id',
  'entry_locale',
  'site_key',
  'status',
  'trigger_kind',
  'requested_by',
  'submitted_at',
  'reason',
  'reason_code',
  'request_number',
  'lead',
  'capture',
  'warnings',
  'phone',
  'email',
  'has_session',
  'no_session_reason',
  'token',
] as const;

/** A table's name in SQL, with its schema where the database has them. */
export function inSchema(strapi: Core.Strapi, table: string): string {
  const schema = strapi.db.getSchemaName();
  return schema ? `"${schema.replaceAll('"', '""')}"."${table}"` : table;
}
