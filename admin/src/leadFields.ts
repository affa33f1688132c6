import type { LEAD_FIELDS as ServerLeadFields } from '../../server/src/contracts';

/** The lead's parameters in the order of the server's list. */
export const LEAD_FIELDS = [
  'subject',
  'fio',
  'phoneNumber',
  'email',
  'comment',
  'tags',
  'requestUrl',
  'sessionId',
  'requestNumber',
  'requestDate',
] as const satisfies typeof ServerLeadFields;
