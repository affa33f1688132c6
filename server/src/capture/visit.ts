import { VISIT_MEMBERS, type Visit, type VisitMember } from '../contracts';
import { LONGEST_PAGE_URL, pageUrlOf, referrerOf } from './pageUrl';

/** Longest value of a member, in characters. */
const LONGEST = LONGEST_PAGE_URL;

/** What advertisements add to an address, and the member that it is. */
const MARKS: Partial<Record<string, VisitMember>> = {
  utm_source: 'utmSource',
  utm_medium: 'utmMedium',
  utm_campaign: 'utmCampaign',
  utm_term: 'utmTerm',
  utm_content: 'utmContent',
  yclid: 'yclid',
  gclid: 'gclid',
  ymclid: 'ymclid',
};

/** What a page told of the visit, without what can't be used. */
export function visitOf(input: unknown): Visit {
  const told = VISIT_MEMBERS.map((member) => [member, memberOf(input, member)] as const);
  return Object.fromEntries(told.filter(([member, value]) => isUsable(member, value)));
}

/**
 * What of a told visit can't be used, with why. Never the value: it may hold anything.
 *
 * @returns sentences that begin with the field's name
 */
export function visitFaults(input: unknown): string[] {
  if (isEmpty(input)) return [];
  if (typeof input !== 'object' || Array.isArray(input))
    return ['calltouch.visit is not an object'];
  return VISIT_MEMBERS.flatMap((member) => {
    const value = memberOf(input, member);
    if (isEmpty(value) || isUsable(member, value)) return [];
    return [`calltouch.visit.${member} ${faultOf(value)}`];
  });
}

/** What a page's address says of the visit by the marks of advertisements. */
export function marksOf(address: string): Visit {
  const found: Visit = {};
  for (const [name, value] of new URL(address).searchParams) {
    const member = Object.hasOwn(MARKS, name) ? MARKS[name] : undefined;
    if (member && isUsable(member, value)) found[member] ??= value;
  }
  return found;
}

function isUsable(member: VisitMember, value: unknown): value is string {
  if (member === 'landingPage') return pageUrlOf(value) !== null;
  if (member === 'referrer') return referrerOf(value) !== null;
  return typeof value === 'string' && value !== '' && value.length <= LONGEST;
}

function faultOf(value: unknown): string {
  if (typeof value !== 'string') return 'is not a text';
  return value.length > LONGEST
    ? `is longer than ${LONGEST} characters`
    : 'is not an http(s) address';
}

function memberOf(input: unknown, member: VisitMember): unknown {
  const isObject = typeof input === 'object' && input !== null;
  return isObject && Object.hasOwn(input, member) ? Reflect.get(input, member) : undefined;
}

function isEmpty(value: unknown): value is undefined | null | '' {
  return value === undefined || value === null || value === '';
}
