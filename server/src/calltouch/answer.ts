import { parse } from 'lossless-json';
import type { LeadResult } from '../contracts';
import { clean, cut } from '../lead/textLimit';

/** A JSON object whose numbers are kept as their digits: Calltouch's ids exceed 2^53. */
export type Answer = { readonly [member: string]: unknown };

/**
 * Parses an answer's text.
 *
 * @returns null if it is no JSON object, or array or scalar: those carry no requestId
 */
export function parseAnswer(text: string): Answer | null {
  try {
    const value = parse(text, undefined, (digits) => digits);
    if (isObject(value)) return value;
    return value !== null && typeof value === 'object' ? {} : null;
  } catch {
    return null;
  }
}

/**
 * Takes what Calltouch's page documents out of its answer.
 *
 * @returns null without a requestId: no lead was made
 */
export function resultOf(answer: Answer): LeadResult | null {
  const requestId = idOf(answer.requestId);
  if (requestId === null || requestId === '0') return null;
  const session = objectOf(answer.session);
  return {
    requestId,
    requestNumber: idOf(answer.requestNumber),
    attribution: idOf(session.attribution),
    source: idOf(session.source),
    medium: idOf(session.medium),
    keywords: idOf(session.keywords),
    utmSource: idOf(session.utmSource),
    utmMedium: idOf(session.utmMedium),
    utmTerm: idOf(session.utmTerm),
    utmContent: idOf(session.utmContent),
    utmCampaign: idOf(session.utmCampaign),
    city: idOf(session.city),
    ref: idOf(session.ref),
    url: idOf(session.url),
    sessionId: idOf(session.sessionId),
    yaClientId: idOf(session.yaClientId),
    guaClientId: idOf(session.guaClientId),
    clientId: idOf(objectOf(answer.client).clientId),
    uniqueRequest: flagOf(answer.uniqueRequest),
    uniqTargetRequest: flagOf(answer.uniqTargetRequest),
    targetRequest: flagOf(answer.targetRequest),
    dateMs: momentOf(answer.date),
  };
}

/**
 * The service's own words in a refusal: the members that Calltouch's methods are known to use, else
 * the whole text, at most 1000 characters.
 */
export function textOf(body: string): string | null {
  const text = body.trim();
  const answer = parseAnswer(text);
  const words = answer ? wordsIn(answer) : [];
  const found = words.length > 0 ? words.join('; ') : text;
  return found === '' ? null : cut(clean(found), 1000).text;
}

function wordsIn(answer: Answer): string[] {
  const data = objectOf(answer.data);
  const apiError = objectOf(data.apiErrorData);
  const violations = objectOf(data.validationErrorData).violations;
  const candidates = [
    answer.errorMessage,
    answer.message,
    typeof answer.error === 'string' ? answer.error : objectOf(answer.error).message,
    apiError.errorMessage,
    ...(Array.isArray(violations) ? violations.map((item) => objectOf(item).message) : []),
  ];
  const words = candidates.filter(
    (item): item is string => typeof item === 'string' && item !== '',
  );
  const code = idOf(answer.errorCode) ?? idOf(apiError.errorCode);
  return code === null || words.length === 0 ? words : [...words, code];
}

function isObject(value: unknown): value is Answer {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function objectOf(value: unknown): Answer {
  return isObject(value) ? value : {};
}

/**
 * Text and digits alike; empty means that Calltouch has nothing to say. Escapes of JSON can hold NUL
 * and halves of pairs, which a database refuses: then the delivery could never be settled.
 */
function idOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? clean(value) || null : null;
}

function flagOf(value: unknown): boolean | null {
  return typeof value === 'boolean' ? value : null;
}

function momentOf(value: unknown): number | null {
  const moment = typeof value === 'string' && value !== '' ? Number(value) : Number.NaN;
  return Number.isFinite(moment) ? moment : null;
}

/**
 * The text of an answer's bytes: UTF-8 where they are that, whatever the header says; else the
 * alphabet that the header names, or windows-1251, in which Russian servers and proxies write. NUL,
 * which PostgreSQL stores in no text, is left out.
 * @param contentType the `Content-Type` header as it came
 */
export function decodedAnswer(bytes: Uint8Array, contentType: string | null): string {
  const named = /charset\s*=\s*"?([\w-]+)/i.exec(contentType ?? '')?.[1];
  const text =
    decoded(bytes, 'utf-8', true) ??
    (named === undefined || /^utf-?8$/i.test(named) ? null : decoded(bytes, named, false)) ??
    decoded(bytes, 'windows-1251', false) ??
    '';
  return text.replaceAll('\0', '');
}

/** Null where the bytes are not in that alphabet, or there is none of that name. */
function decoded(bytes: Uint8Array, alphabet: string, fatal: boolean): string | null {
  try {
    return new TextDecoder(alphabet, { fatal }).decode(bytes);
  } catch {
    return null;
  }
}
