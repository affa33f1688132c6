import { hidden, ms, number, flag, shortText, longText, word } from './columns';

/**
 * The outbox: one row for each entry that is or was to be sent. Times are epoch milliseconds by the
 * database's clock, so that instances with a wrong clock agree.
 */
const schema = {
  ...hidden('delivery', 'calltouch_deliveries'),
  attributes: {
    contentType: shortText(),
    /** documentId of the entry; Strapi's own `documentId` column belongs to this row. */
    entryId: shortText(),
    /** The entry's language; null: it has none, or the row is older than this column. */
    entryLocale: word(),
    siteKey: word(),
    status: word(),
    /** 0 fresh or asked for by a person, 1 retry, 2 resend of many: lower goes first. */
    priority: number(),
    triggerKind: shortText(),
    requestedBy: shortText(),
    /** Render the lead anew from the entry before sending. */
    renderAnew: flag(),
    /** Null unless pending. */
    nextAttemptAt: ms(),
    /** Null unless sending; after it the row is taken from an instance that died. */
    leaseUntil: ms(),
    claimedAt: ms(),
    /** First try since the submission or a resend; `giveUpAfterHours` counts from here. */
    dueSince: ms(),
    attemptCount: number(),
    /** Grows with each claim, also of one that is given back; null before the first. */
    claimNumber: number(),
    retryCount: number(),
    crashCount: number(),
    possibleDuplicate: flag(),
    entryDeleted: flag(),
    submittedAt: ms(),
    deliveredAt: ms(),
    finishedAt: ms(),
    erasedAt: ms(),
    /** JSON of Lead, Capture, Warning[], Reason and LeadResult. */
    lead: longText(),
    capture: longText(),
    warnings: longText(),
    reason: longText(),
    result: longText(),
    /** Copies of members of the JSON above, to search and count by; cut to the column's width. */
    reasonCode: word(),
    requestNumber: shortText(),
    requestId: shortText(),
    phone: shortText(),
    email: shortText(),
    source: word(),
    medium: word(),
    hasSession: flag(),
    /** Why the page had no session, in its own word; null: it said nothing, or there is one. */
    noSessionReason: word(),
    /** The same for each sending of one filling of a form; null: the page told none. */
    token: word(),
    /** The last request for many that it was part of. */
    bulkId: shortText(),
  },
  indexes: [
    {
      // The entry first, so that a search by documentId alone finds by it.
      name: 'calltouch_deliveries_document_uq',
      columns: ['entry_id', 'content_type'],
      type: 'unique',
    },
    {
      name: 'calltouch_deliveries_due_ix',
      columns: ['status', 'priority', 'next_attempt_at'],
    },
    {
      // The same while some sites are not asked, whose rows would be read at every look.
      name: 'calltouch_deliveries_site_ix',
      columns: ['status', 'site_key', 'priority', 'next_attempt_at'],
    },
    {
      // All that lists filter and sort by and the overview counts by: leads need not be read for it.
      name: 'calltouch_deliveries_list_ix',
      columns: [
        'submitted_at',
        'status',
        'site_key',
        'content_type',
        'has_session',
        'no_session_reason',
        'attempt_count',
        'delivered_at',
      ],
    },
    {
      // The same for one status, which the sender asks for, too.
      name: 'calltouch_deliveries_status_ix',
      columns: [
        'status',
        'submitted_at',
        'site_key',
        'content_type',
        'has_session',
        'source',
        'medium',
      ],
    },
    { name: 'calltouch_deliveries_fin_ix', columns: ['erased_at', 'finished_at'] },
    { name: 'calltouch_deliveries_rid_ix', columns: ['request_id'] },
    { name: 'calltouch_deliveries_rno_ix', columns: ['request_number'] },
    { name: 'calltouch_deliveries_phone_ix', columns: ['phone'] },
    { name: 'calltouch_deliveries_email_ix', columns: ['email'] },
    { name: 'calltouch_deliveries_bulk_ix', columns: ['bulk_id'] },
    { name: 'calltouch_deliveries_token_ix', columns: ['token'] },
  ],
};

export default { schema };
