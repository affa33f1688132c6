import { hidden, ms, number, flag, shortText, longText } from './columns';

/** One row for each HTTP request, with what is needed to explain it. */
const schema = {
  ...hidden('attempt', 'calltouch_attempts'),
  attributes: {
    /** id of the row in calltouch_deliveries. */
    deliveryId: number(),
    siteKey: shortText(),
    /** 1 for the delivery's first. */
    sequence: number(),
    triggerKind: shortText(),
    requestedBy: shortText(),
    possibleDuplicate: flag(),
    startedAt: ms(),
    durationMs: number(),
    httpStatus: number(),
    outcome: shortText(),
    reason: longText(),
    requestId: shortText(),
    /** JSON of the Lead that was sent. */
    request: longText(),
    response: longText(),
  },
  indexes: [
    { name: 'calltouch_attempts_day_ix', columns: ['site_key', 'outcome', 'started_at'] },
    {
      name: 'calltouch_attempts_delivery_ix',
      columns: ['delivery_id', 'sequence'],
      type: 'unique',
    },
    // The id of a lead that was accepted before the last one stands here alone.
    { name: 'calltouch_attempts_rid_ix', columns: ['request_id'] },
  ],
};

export default { schema };
