import type { Reason } from '../contracts';

/** A reason without what may quote the visitor: the words of Calltouch, a phone that is none. */
export function erasedReason({ code, values: { phone: _phone, ...values } }: Reason): Reason {
  return { code, values, text: null };
}
