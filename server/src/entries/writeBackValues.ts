import {
  WRITE_BACK_RESULTS,
  type DeliveryStatus,
  type LeadResult,
  type Reason,
  type WriteBackResult,
} from '../contracts';
import type { Attribute } from '../mapping/model';

/** What is known of a delivery when it comes to rest or waits again. */
export interface WrittenResult {
  status: DeliveryStatus;
  reason: Reason | null;
  requestNumber: string;
  result: LeadResult | null;
  deliveredAtMs: number | null;
  /** The answer's text. */
  response: string | null;
}

type Value = string | boolean | Date | null;

/**
 * The value of each result. `undefined`: nothing is known, leave the attribute as it is; `null`:
 * Calltouch says that there is none.
 */
export function resultValues(written: WrittenResult): Partial<Record<WriteBackResult, Value>> {
  const { result, reason } = written;
  const base = {
    status: written.status,
    error: reason === null ? null : [reason.code, reason.text].filter(Boolean).join(': '),
  };
  if (result === null) return base;
  return {
    ...base,
    requestId: result.requestId,
    requestNumber: result.requestNumber ?? written.requestNumber,
    attribution: result.attribution,
    source: result.source,
    medium: result.medium,
    keywords: result.keywords,
    utmSource: result.utmSource,
    utmMedium: result.utmMedium,
    utmTerm: result.utmTerm,
    utmContent: result.utmContent,
    utmCampaign: result.utmCampaign,
    city: result.city,
    ref: result.ref,
    url: result.url,
    sessionId: result.sessionId,
    yaClientId: result.yaClientId,
    guaClientId: result.guaClientId,
    clientId: result.clientId,
    uniqueRequest: result.uniqueRequest,
    uniqTargetRequest: result.uniqTargetRequest,
    targetRequest: result.targetRequest,
    deliveredAt: written.deliveredAtMs === null ? null : new Date(written.deliveredAtMs),
    response: written.response,
  };
}

/**
 * The values for a copy of an entry: what Calltouch said of the original is none of the copy's.
 */
export function copyValues(written: WrittenResult): Partial<Record<WriteBackResult, Value>> {
  const nothing = Object.fromEntries(WRITE_BACK_RESULTS.map((result) => [result, null]));
  return { ...nothing, ...resultValues(written) };
}

const SHORT_TEXTS = new Set(['string', 'email', 'uid']);
const LONG_TEXTS = new Set(['text', 'richtext']);
/** Width of Strapi's string columns. */
const SHORT_TEXT_LIMIT = 255;
const INTEGER_LIMIT = 2 ** 31;

/** Whether the value keeps the bounds of the attribute: else nobody could save the entry any more. */
function isWithinBounds(attribute: Attribute, value: unknown): boolean {
  const { min = -Infinity, max = Infinity } = attribute;
  if (attribute.type === 'integer' || attribute.type === 'biginteger') {
    return Number(value) >= Number(min) && Number(value) <= Number(max);
  }
  if (typeof value !== 'string' || attribute.type === 'json') return true;
  const { minLength = 0, maxLength = Infinity } = attribute;
  return value.length >= minLength && value.length <= maxLength;
}

/**
 * Brings a value into the form that an attribute's column holds. The query builder that writes it
 * serialises nothing, so JSON comes as text.
 *
 * @returns null if the attribute cannot hold the value
 */
export function fitted(attribute: Attribute, value: Value): { value: unknown } | null {
  const fit = ofType(attribute, value);
  return fit === null || fit.value === null || isWithinBounds(attribute, fit.value) ? fit : null;
}

function ofType(attribute: Attribute, value: Value): { value: unknown } | null {
  const { type } = attribute;
  if (value === null) return isScalar(type) ? { value: null } : null;
  if (type === 'json') {
    return { value: typeof value === 'string' ? jsonOf(value) : JSON.stringify(value) };
  }
  if (type === 'boolean') return typeof value === 'boolean' ? { value } : null;
  if (value instanceof Date) {
    if (type === 'datetime') return { value };
    return textFitted(type, value.toISOString());
  }
  const text = String(value);
  if (type === 'biginteger') return /^-?\d{1,18}$/.test(text) ? { value: text } : null;
  if (type === 'integer') {
    return /^-?\d{1,10}$/.test(text) && Math.abs(Number(text)) < INTEGER_LIMIT
      ? { value: Number(text) }
      : null;
  }
  if (type === 'enumeration') return attribute.enum?.includes(text) ? { value: text } : null;
  return textFitted(type, text);
}

function textFitted(type: string, text: string): { value: string } | null {
  if (LONG_TEXTS.has(type)) return { value: text };
  return SHORT_TEXTS.has(type) ? { value: text.slice(0, SHORT_TEXT_LIMIT) } : null;
}

function jsonOf(text: string): string {
  try {
    JSON.parse(text);
    return text;
  } catch {
    return JSON.stringify(text);
  }
}

function isScalar(type: string): boolean {
  return !['relation', 'media', 'component', 'dynamiczone', 'password'].includes(type);
}
