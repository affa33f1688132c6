import { NO_SESSION_REASONS } from '../contracts';
import { LONGEST_SESSION_ID, reasonOf, sessionIdOf, tokenOf } from './capture';
import { LONGEST_PAGE_URL, pageUrlOf } from './pageUrl';
import { visitFaults } from './visit';

/**
 * What a page told and can't be used, with why, as sentences for the log. They never hold the value:
 * it may be a person's phone, or ten megabytes, or the end of one line and the start of another. What
 * is empty was not told.
 *
 * @param input `calltouch` of the create request
 */
export function captureFaults(input: unknown): string[] {
  if (isEmpty(input)) return [];
  if (typeof input !== 'object' || Array.isArray(input)) return ['calltouch is not an object'];
  const { sessionId, siteId, pageUrl, reason, token, visit } = input as Record<string, unknown>;
  const faults = [];
  if (!isEmpty(sessionId) && sessionIdOf(sessionId) === null) {
    faults.push(`calltouch.sessionId ${sessionFault(sessionId)}`);
  }
  if (!isEmpty(siteId) && sessionIdOf(siteId) === null) {
    faults.push(`calltouch.siteId ${sessionFault(siteId)}`);
  }
  if (!isEmpty(pageUrl) && pageUrlOf(pageUrl) === null) {
    faults.push(`calltouch.pageUrl ${pageFault(pageUrl)}`);
  }
  if (!isEmpty(reason) && reasonOf(reason) === null) {
    faults.push(`calltouch.reason is none of ${NO_SESSION_REASONS.join(', ')}`);
  }
  if (!isEmpty(token) && tokenOf(token) === null) {
    faults.push('calltouch.token is not 16 to 64 letters, digits, "_" and "-"');
  }
  return [...faults, ...visitFaults(visit)];
}

function sessionFault(value: unknown): string {
  const isTooLong = typeof value === 'string' && value.length > LONGEST_SESSION_ID;
  return isTooLong
    ? `is longer than ${LONGEST_SESSION_ID} digits`
    : 'is not a plain number above 0';
}

function pageFault(value: unknown): string {
  if (typeof value !== 'string') return 'is not a text';
  return value.length > LONGEST_PAGE_URL
    ? `is longer than ${LONGEST_PAGE_URL} characters`
    : 'is not an http(s) address';
}

/** Fields of a form can't be left out, only empty; JSON of a backend may say null. */
function isEmpty(value: unknown): value is undefined | null | '' {
  return value === undefined || value === null || value === '';
}
