/** Finds and hides names, phones and emails in texts, the answers of Calltouch among them. */

import type { Lead, Warning } from '../contracts';

/** Stands where nothing may be shown. */
export const HIDDEN = '***';

/** What is known of the persons whose data is hidden. */
export interface PersonalTexts {
  /** Each with what takes its place, in the order in which they are looked for. */
  patterns: { pattern: RegExp; mask: (found: string) => string }[];
}

/** Members of Calltouch's answers that hold personal data, in lower case. */
const PERSONAL_MEMBERS: Record<string, (text: string) => string> = {
  fio: maskName,
  phone: maskPhone,
  phones: maskPhone,
  phonenumber: maskPhone,
  email: maskEmail,
  emails: maskEmail,
  contact: maskEmail,
  contacts: maskEmail,
  contactvalue: maskEmail,
  comment: () => HIDDEN,
  comments: () => HIDDEN,
  ip: () => HIDDEN,
};

/** Between the digits of a phone, in a text or in an address. */
const BETWEEN_DIGITS = '(?:[\\s().\\-+/_\\u2010-\\u2015\\u2212]|%20|%28|%29|%2D){0,3}';
/** Shorter words of a name are words of any text. */
const SHORTEST_WORD = 3;
/** From this length on a text is hidden within longer words, too. */
const SURE_LENGTH = 4;

/** `А***` of a name. */
export function maskName(name: string): string {
  const [first, second] = name.match(/[\p{L}\p{N}]/gu) ?? [];
  return second === undefined ? HIDDEN : `${first}${HIDDEN}`;
}

/** `7920*****67` of a phone. */
export function maskPhone(phone: string): string {
  const digits = phone.replace(/\D/g, '');
  return digits.length === 11 ? `${digits.slice(0, 4)}*****${digits.slice(-2)}` : HIDDEN;
}

/** `a***@example.ru` of an email. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@');
  if (at < 0) return HIDDEN;
  const [first, second] = email.slice(0, at);
  return `${second === undefined ? '' : first}${HIDDEN}${email.slice(at)}`;
}

/** What must not be seen of these leads, wherever it stands. */
export function personalTexts(leads: (Lead | null)[], warnings: Warning[]): PersonalTexts {
  const of = (member: 'phoneNumber' | 'email' | 'fio' | 'comment') =>
    leads.map((lead) => lead?.[member] ?? '');
  const phones = [...of('phoneNumber'), ...warnings.map(({ values }) => values.phone ?? '')];
  const free = [
    ...of('comment'),
    ...leads.flatMap((lead) => (lead?.customFields ?? []).map(({ value }) => value)),
  ];
  const names = of('fio').flatMap((name) => [name, ...wordsOf(name)]);
  return {
    patterns: [
      ...phonePatterns(phones).map((pattern) => ({ pattern, mask: maskPhone })),
      ...literalPatterns(of('email')).map((pattern) => ({ pattern, mask: maskEmail })),
      ...literalPatterns(free).map((pattern) => ({ pattern, mask: () => HIDDEN })),
      // Last, because what an email's mask leaves may hold the name.
      ...literalPatterns(names).map((pattern) => ({ pattern, mask: maskName })),
    ],
  };
}

/** The text with everything hidden that the patterns find. */
export function hidePersonal(text: string, { patterns }: PersonalTexts): string {
  return patterns.reduce(
    (hidden, { pattern, mask }) => hidden.replace(pattern, (found) => mask(decoded(found))),
    text,
  );
}

/**
 * An answer's text, or a part of one, without personal data. JSON keeps its members and its numbers
 * digit by digit, also where it is cut off in the middle.
 */
export function maskAnswer(text: string, personal: PersonalTexts): string {
  if (!/^\s*[{[]/.test(text)) return maskPlain(text, personal);
  const masked = maskJson(text, personal);
  // What is no JSON after all may hold anything between its strings.
  return isJson(text) ? masked : hidePersonal(masked, personal);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** What looks like an email or a phone in a text in which nothing else tells what it is. */
const EMAIL = /[^\s<>"'(),;:]{1,64}@[^\s<>"'(),;:]+/g;
const PHONE = new RegExp(`(?<![\\d.])(?:\\+?7|8)${`${BETWEEN_DIGITS}\\d`.repeat(10)}(?!\\d)`, 'g');

/** Also hides what merely looks personal: the lead to compare with may be erased. */
function maskPlain(text: string, personal: PersonalTexts): string {
  return hidePersonal(text.replace(EMAIL, maskEmail).replace(PHONE, maskPhone), personal);
}

/** A string with its end, or cut off before it; or a number. */
const JSON_TOKEN = /"((?:[^"\\]|\\[\s\S])*)("|\\?$)(\s*:)?|-?\d[\d.eE+-]*/g;

function maskJson(text: string, personal: PersonalTexts): string {
  let member = '';
  const hide = (value: string) => {
    const mask = Object.hasOwn(PERSONAL_MEMBERS, member) ? PERSONAL_MEMBERS[member] : undefined;
    return hidePersonal(mask ? mask(value) : value, personal);
  };
  return text.replace(
    JSON_TOKEN,
    (token: string, string: string | undefined, end: string | undefined, colon?: string) => {
      const value = string === undefined ? token : unescaped(string);
      if (colon !== undefined) member = value.toLowerCase();
      const hidden = colon === undefined ? hide(value) : hidePersonal(value, personal);
      if (hidden === value) return token;
      const written = JSON.stringify(hidden);
      const isCutOff = string !== undefined && end !== '"';
      return isCutOff ? written.slice(0, -1) : `${written}${colon ?? ''}`;
    },
  );
}

/** The text of a JSON string, which may be cut off within an escape. */
function unescaped(string: string): string {
  const whole = string.replace(/\\(?:u[\da-f]{0,3})?$/i, (escape, at: number) =>
    string[at - 1] === '\\' ? escape : '',
  );
  try {
    return String(JSON.parse(`"${whole}"`));
  } catch {
    return string;
  }
}

function wordsOf(name: string): string[] {
  return (name.match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => word.length >= SHORTEST_WORD);
}

function phonePatterns(phones: string[]): RegExp[] {
  const numbers = phones
    .map((phone) => phone.replace(/\D/g, ''))
    .filter((digits) => digits.length >= 5)
    // The country's code may be written as 7, +7 or 8, or left out.
    .map((digits) => (/^[78]\d{10}$/.test(digits) ? digits.slice(1) : digits));
  return [...new Set(numbers)].map((digits) => {
    const country = digits.length === 10 ? `(?:\\+?[78]${BETWEEN_DIGITS})?` : '';
    return new RegExp(country + [...digits].join(BETWEEN_DIGITS), 'g');
  });
}

/** Patterns of whole texts, as they are and as they stand in an address; longer ones first. */
function literalPatterns(texts: string[]): RegExp[] {
  const variants = texts
    .map((text) => text.trim())
    .filter((text) => text.length >= 2)
    .flatMap((text) => [text, encodedOf(text)]);
  return [...new Set(variants)]
    .sort((left, right) => right.length - left.length)
    .map((text) => {
      const literal = text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&').replace(/\s+/g, '\\s+');
      // Short words are parts of others, and figures of ids.
      const isWhole = text.length < SURE_LENGTH || /^\d+$/.test(text);
      return new RegExp(
        isWhole ? `(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])` : literal,
        'giu',
      );
    });
}

/** As it stands in an address; a lone surrogate can't. */
function encodedOf(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    return text;
  }
}

function decoded(text: string): string {
  try {
    return text.includes('%') ? decodeURIComponent(text) : text;
  } catch {
    return text;
  }
}
