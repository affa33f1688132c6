import { hidden, ms, number, flag, shortText, longText } from './columns';

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
    siteKey: shortText(),
    status: shortText(),
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
    requestNumber: shortText(),
    requestId: shortText(),
    phone: shortText(),
    email: shortText(),
    source: shortText(),
    medium: shortText(),
    hasSession: flag(),
  },
  indexes: [
    {
      name: 'calltouch_deliveries_entry_uq',
      columns: ['content_type', 'entry_id'],
      type: 'unique',
    },
    {
      name: 'calltouch_deliveries_due_ix',
      columns: ['status', 'priority', 'next_attempt_at'],
    },
    { name: 'calltouch_deliveries_lease_ix', columns: ['status', 'lease_until'] },
    { name: 'calltouch_deliveries_sub_ix', columns: ['submitted_at'] },
    { name: 'calltouch_deliveries_fin_ix', columns: ['erased_at', 'finished_at'] },
    { name: 'calltouch_deliveries_rid_ix', columns: ['request_id'] },
    { name: 'calltouch_deliveries_rno_ix', columns: ['request_number'] },
    { name: 'calltouch_deliveries_phone_ix', columns: ['phone'] },
    { name: 'calltouch_deliveries_email_ix', columns: ['email'] },
  ],
};

export default { schema };
