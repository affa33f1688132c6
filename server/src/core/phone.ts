/**
 * What visitors write into a phone field, as Calltouch takes it: eleven digits beginning with 7.
 * A number is judged by its calling code and length alone, not by its range: ranges come and go, and
 * a lead is worth more than the validity of its number.
 */

import { parsePhoneNumberFromString } from 'libphonenumber-js';

/** What a phone field held. */
export type PhoneResult =
  | {
      kind: 'number';
      /** Eleven digits, beginning with 7. */
      phoneNumber: string;
      warning?: 'phoneExtensionMovedToComment' | 'phoneListed';
      /** The whole text, where it says more than the number; belongs into the comment. */
      remainder?: string;
    }
  | { kind: 'none' }
  | { kind: 'impossible'; text: string };

/** «доб. 12», «вн. 12», `ext. 12`, `x12`, `#12`: an extension after a number. */
const EXTENSION =
  /(?:(?<!\p{L})(?:доб(?:авочный)?|вн(?:утр(?:енний)?)?|ext(?:ension|n)?|[xх])\.?|#)[\s:#]*\d{1,7}(?!\d)/iu;

/** A run of digits with what people put between them; a plus begins a new number. */
const RUN = /\+?[^\S\n]*\(?\d(?:[\d().\-/]|[^\S\n])*/gu;

/** Words that label a number and say nothing else. */
const LABEL = /^(?:т|тел(?:ефон)?|моб(?:ильный)?|сот(?:овый)?|номер|phone|tel|mobile|mob|cell)$/iu;

/** Fewer digits than this are a floor or a flat, not another number. */
const NUMBER_DIGITS = 5;

/** A longer text is no phone field; the limits keep a hostile one from costing time. */
const TEXT_LENGTH = 500;
const SPLIT_DIGITS = 60;

/**
 * Reads a phone field.
 * @returns `number` with the first number that Calltouch can take; `none` if there is no text;
 * `impossible` with the text if there is no such number in it, a foreign one included.
 */
export function leadPhone(text: string): PhoneResult {
  const original = text.trim();
  if (original === '') return { kind: 'none' };
  if (original.length > TEXT_LENGTH) return { kind: 'impossible', text: original };
  const plain = original
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/\p{Pd}|\u2212/gu, '-');

  const withoutExtension = plain.replace(EXTENSION, ' ; ');
  const hasExtension = withoutExtension !== plain;
  const asNumber = reader();
  const runs = (withoutExtension.match(RUN) ?? []).flatMap((run) => splitRun(run, asNumber));
  const phoneNumber = runs.map(asNumber).find((found) => found !== null);
  if (phoneNumber === undefined || phoneNumber === null)
    return { kind: 'impossible', text: original };

  const others = runs.filter(
    (run) => digitsOf(run).length >= NUMBER_DIGITS && asNumber(run) !== phoneNumber,
  );
  if (others.length > 0) {
    return { kind: 'number', phoneNumber, warning: 'phoneListed', remainder: original };
  }
  if (hasExtension) {
    const warning = 'phoneExtensionMovedToComment';
    return { kind: 'number', phoneNumber, warning, remainder: original };
  }
  return saysMore(plain, asNumber)
    ? { kind: 'number', phoneNumber, remainder: original }
    : { kind: 'number', phoneNumber };
}

function digitsOf(run: string): string {
  return run.replace(/\D/g, '');
}

type Reader = (run: string) => string | null;

/** Reads each run of one text once: the library is slow, and the visitor waits for it. */
function reader(): Reader {
  const known = new Map<string, string | null>();
  return (run) => {
    const before = known.get(run);
    if (before !== undefined) return before;
    const number = numberOf(run);
    known.set(run, number);
    return number;
  };
}

/** One run as 7XXXXXXXXXX, or null where it is no number of Russia or Kazakhstan. */
function numberOf(run: string): string | null {
  const digits = digitsOf(run);
  if (!run.startsWith('+') && NOT_NATIONAL.test(digits)) return null;
  const parsed = parsePhoneNumberFromString(international(run, digits), 'RU');
  const isOurs = parsed?.countryCallingCode === '7' && parsed.isPossible();
  return isOurs ? `7${parsed.nationalNumber}` : null;
}

/**
 * Ten digits with a leading zero are the national form of other countries. Those beginning with 79
 * or 89 are a mobile number that lost a digit: no area code of Russia or Kazakhstan begins so.
 */
const NOT_NATIONAL = /^(?:0|[78]9)\d+$(?<=^\d{10})/;

/**
 * Mends what people write instead of the international form. `+8 9…` is taken for `8 9…`: no country
 * has that code. `+7 8 9…` is what a mask with a printed +7 makes of a number that begins with 8.
 * Eleven digits are taken by their length alone, so that a number of a range that the library does
 * not know is not lost.
 */
function international(run: string, digits: string): string {
  if (/^78?9\d{9}$|^89\d{9}$/.test(digits)) return `+7${digits.slice(-10)}`;
  if (run.startsWith('+')) return `+${digits}`;
  return /^[78]\d{10}$/.test(digits) ? `+7${digits.slice(1)}` : digits;
}

/** Splits a run that is no number itself where all its parts are: two numbers with a space between. */
function splitRun(run: string, asNumber: Reader): string[] {
  if (asNumber(run) !== null || digitsOf(run).length > SPLIT_DIGITS) return [run];
  const groups = run.match(/\+?\d+/g) ?? [];
  for (let count = groups.length - 1; count > 0; count -= 1) {
    const first = groups.slice(0, count).join(' ');
    if (asNumber(first) === null) continue;
    const rest = splitRun(groups.slice(count).join(' '), asNumber);
    if (rest.every((part) => asNumber(part) !== null)) return [first, ...rest];
  }
  return [run];
}

/** Whether the text has words or digits beside its number that a person should see. */
function saysMore(plain: string, asNumber: Reader): boolean {
  const beside = plain.replace(RUN, (run) => (asNumber(run) === null ? run : ' '));
  return (beside.match(/[\p{L}\p{N}]+/gu) ?? []).some((word) => !LABEL.test(word));
}
