/** Finds and hides names, phones and emails in texts. */

import type { Lead } from '../contracts';
import {
  findPhones,
  findQuoted,
  findShort,
  folded,
  gramsOf,
  replaced,
  SHORT,
  type Found,
  type Grams,
} from './textSearch';

/** Stands where nothing may be shown. */
export const HIDDEN = '***';

/** Texts of one kind, as they are searched. */
interface Searched {
  /** Of at most `SHORT` letters, folded. */
  short: string[];
  /** Of longer ones. */
  grams: Grams | null;
}

/** What is known of the persons whose data is hidden. */
export interface PersonalTexts {
  /** Digits without the country's code. */
  phones: string[];
  emails: Searched;
  /** What else must not be seen. */
  free: Searched;
  names: Searched;
}

/** Shorter words of a name are words of any text. */
const SHORTEST_WORD = 3;
/** Fewer digits are no phone. */
const SHORTEST_PHONE = 5;

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

/**
 * What must not be seen of these leads, wherever it stands.
 *
 * @param phones others that are known, as they were written
 * @param free other texts that are hidden
 */
export function personalTexts(
  leads: Lead[],
  { phones, free }: { phones: string[]; free: string[] },
): PersonalTexts {
  const of = (member: 'phoneNumber' | 'email' | 'fio') => leads.map((lead) => lead[member] ?? '');
  const names = of('fio').flatMap((name) => [name, ...wordsOf(name)]);
  return {
    phones: [...new Set([...of('phoneNumber'), ...phones].flatMap(numberOf))],
    emails: searched(of('email')),
    free: searched(free),
    names: searched(names),
  };
}

/** The text with everything hidden that is known of the persons. */
export function hidePersonal(text: string, { phones, emails, free, names }: PersonalTexts): string {
  return hide(text, phones, [
    [emails, maskEmail],
    [free, () => HIDDEN],
    // Last, because what an email's mask leaves may hold the name.
    [names, maskName],
  ]);
}

/** The text with names, phones and emails hidden alone. */
export function hideContacts(text: string, { phones, emails, names }: PersonalTexts): string {
  return hide(text, phones, [
    [emails, maskEmail],
    [names, maskName],
  ]);
}

type Mask = (found: string) => string;

function hide(text: string, phones: string[], kinds: [Searched, Mask][]): string {
  let hidden = text;
  let where = folded(text);
  const replace = (find: (found: Found[]) => void, mask: Mask) => {
    const found: Found[] = [];
    find(found);
    if (found.length === 0) return;
    hidden = replaced(hidden, where, found, mask);
    where = folded(hidden);
  };
  replace((found) => findPhones(found, where, phones), maskPhone);
  for (const [{ short, grams }, mask] of kinds) {
    replace((found) => {
      for (const item of short) findShort(found, where, item);
      findQuoted(found, where, grams);
    }, mask);
  }
  return hidden;
}

function searched(texts: string[]): Searched {
  const different = new Set([...new Set(texts)].map((text) => folded(text.trim()).lower));
  const all = [...different];
  return {
    short: all.filter((text) => text.length >= 2 && text.length <= SHORT),
    grams: gramsOf(all.filter((text) => text.length > SHORT)),
  };
}

function wordsOf(name: string): string[] {
  return (name.match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => word.length >= SHORTEST_WORD);
}

function numberOf(phone: string): string[] {
  const digits = phone.replace(/\D/g, '');
  if (digits.length < SHORTEST_PHONE) return [];
  // The country's code may be written as 7, +7 or 8, or left out.
  return [/^[78]\d{10}$/.test(digits) ? digits.slice(1) : digits];
}
