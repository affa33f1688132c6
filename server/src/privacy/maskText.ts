/**
 * Hides personal data in what came from outside: answers of Calltouch, addresses of pages. What may
 * be shown is listed; the rest is hidden, whatever it is.
 */

import {
  HIDDEN,
  hideContacts,
  hidePersonal,
  maskEmail,
  maskName,
  maskPhone,
  type PersonalTexts,
} from './personalText';

/** What is known of a lead whose data is hidden. */
export interface Known {
  personal: PersonalTexts;
  /** Texts of the settings, which are no visitor's. */
  words: ReadonlySet<string>;
}

type Mask = (text: string, known: Known) => string;

/** An id or a figure: shown, but for what is known to be a person's. */
export const quoted: Mask = (text, { personal }) => hidePersonal(text, personal);

/** What an advertisement or Calltouch says of a visit: shown, but for names, phones and emails. */
export const ofVisit: Mask = (text, { personal }) =>
  hideContacts(text.replace(EMAIL, maskEmail), personal);

/** Shown where the settings say the same. */
export const ofSettings: Mask = (text, { words }) =>
  text === '' || words.has(text) ? text : HIDDEN;

/** Parts of an address's query that advertisements write. */
const OF_VISIT = /^(?:utm_[a-z_]{1,32}|yclid|gclid|ymclid|roistat)=/i;

/** The address of a page: its query may hold what a form sent, and shows its marks of ads alone. */
export const address: Mask = (text, known) => {
  const end = text.search(/[?#]/);
  if (end < 0) return addressPath(text, known);
  const parts = text.slice(end + 1).split(/[?&#]/);
  const shown = parts.filter((part) => OF_VISIT.test(part)).map((part) => ofVisit(part, known));
  if (shown.length < parts.length) shown.push(HIDDEN);
  return `${addressPath(text.slice(0, end), known)}${text[end]}${shown.join('&')}`;
};

const addressPath: Mask = (text, known) => looksHidden(quoted(text, known));

/** What looks like an email or a phone in a text in which nothing else tells what it is. */
const EMAIL = /(?<![^\s<>"'(),;:&=?/])[^\s<>"'(),;:&=?/]*@[^\s<>"'(),;:&=?/]+/g;
const PHONE =
  /(?<![\d.])(?:\+?7|8)(?:(?:[\s().\-+/_\u2010-\u2015\u2212]|%20|%28|%29|%2D){0,3}\d){10}(?!\d)/g;
const ADDRESS = /https?:\/\/[^\s"'<>]+/gi;

function looksHidden(text: string): string {
  return text.replace(EMAIL, maskEmail).replace(PHONE, maskPhone);
}

/** Words of Calltouch: the lead may be erased, so also what merely looks personal is hidden. */
const words: Mask = (text, known) =>
  looksHidden(quoted(text, known).replace(ADDRESS, (found) => address(found, known)));

/** Members of Calltouch's answers that may be shown in some way, in lower case. */
const MEMBERS: Record<string, Mask> = {
  ...of(quoted, 'requestId requestNumber clientId sessionId guaClientId yaClientId siteId id'),
  ...of(quoted, 'date dateStr status code errorCode type phoneType contactType attribution'),
  ...of(ofVisit, 'source medium city browser keywords'),
  ...of(ofVisit, 'utmSource utmMedium utmTerm utmContent utmCampaign'),
  ...of(address, 'ref url requestUrl'),
  ...of(words, 'message errorMessage error errors description detail details title reason'),
  ...of((text, known) => quoted(maskName(text), known), 'fio'),
  ...of((text, known) => quoted(maskPhone(text), known), 'phone phones phoneNumber'),
  ...of((text, known) => quoted(maskEmail(text), known), 'email emails contact contacts'),
  ...of((text, known) => quoted(maskEmail(text), known), 'contactValue'),
};

function of(mask: Mask, names: string): Record<string, Mask> {
  return Object.fromEntries(names.split(' ').map((name) => [name.toLowerCase(), mask]));
}

/**
 * An answer's text, or a part of one, without personal data. JSON keeps its members and its numbers
 * digit by digit, also where it is cut off in the middle.
 */
export const maskAnswer: Mask = (text, known) => {
  if (!/^\s*[{[]/.test(text)) return words(text, known);
  const masked = maskJson(text, known);
  // What is no JSON after all may hold anything between its strings.
  return isJson(text) ? masked : words(masked, known);
};

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** A string with its end, or cut off before it; a number; the end of an object. */
const JSON_TOKEN = /"((?:[^"\\]|\\[\s\S])*)("|\\?$)(\s*:)?|-?\d[\d.eE+-]*|\}/g;

function maskJson(text: string, known: Known): string {
  let member = '';
  return text.replace(
    JSON_TOKEN,
    (token: string, string: string | undefined, end: string | undefined, colon?: string) => {
      if (token === '}') {
        member = '';
        return token;
      }
      const value = string === undefined ? token : unescaped(string);
      if (colon !== undefined) member = value.toLowerCase();
      const mask = Object.hasOwn(MEMBERS, member) ? MEMBERS[member] : ofSettings;
      const hidden = (colon === undefined ? mask : words)?.(value, known) ?? HIDDEN;
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
