/**
 * What visitors write into a phone field, as Calltouch takes it: eleven digits beginning with 7.
 * Only a number that the numbering plan of Russia and Kazakhstan has goes out: Calltouch makes a 7
 * of any first digit, so that a foreign number, or one typed into a mask that has a +7 already, would
 * become the number of somebody else. The plan is libphonenumber's, in its full metadata.
 */
import {
  getCountries,
  getCountryCallingCode,
  parseDigits,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max';

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
  /(?:(?<!\p{L})(?:доб(?:авочный)?|вн(?:утр(?:енний)?)?|ext(?:ension|n)?|[xх])\.?|#)[\s:#=]*\d{1,7}(?!\d)/iu;

/** `18:00`, and `10.00-18.00`, which is no other number. */
const TIME =
  /(?<![\d:.-])(?:[01]?\d|2[0-4])(?::[0-5]\d|\.[0-5]\d\s*-\s*(?:[01]?\d|2[0-4])\.[0-5]\d)(?![\d:])/g;

/** A +7 or an 8 before a number that has its own plus: what was printed in the field. */
const PRINTED_PREFIX = /(?<!\d)\+?\s?[78]?[\s()-]{0,5}(?=\+)/g;

/** A run of digits with what people put between them; a plus begins a new number. */
const RUN = /\+?[^\S\n]*[([]?\d(?:[\d()[\].\-/]|[^\S\n])*/gu;

/** Words that label a number or an extension that is not there, and say nothing else. */
const LABEL =
  /^(?:т|тел(?:ефон)?|моб(?:ильный)?|сот(?:овый)?|номер|phone|tel|mobile|mob|cell|доб(?:авочный)?|вн|ext)$/iu;

/** What masks and their placeholders are made of, beside digits. */
const MASK = /[\s()[\].,:;\-/_*#•·xх]/giu;

const CALLING_CODES = new Set<string>(
  getCountries().map((country) => getCountryCallingCode(country)),
);

/** Fewer digits than this are a floor or a flat, not another number. */
const NUMBER_DIGITS = 5;

/** A longer text is no phone field; the limit keeps a hostile one from costing time. */
const TEXT_LENGTH = 500;

/**
 * Reads a phone field.
 * @returns `number` with the first number that Calltouch can take; `none` if there is no text, or
 * an empty mask; `impossible` with the text if there is no such number in it, a foreign one included.
 */
export function leadPhone(text: string): PhoneResult {
  const original = text.trim();
  if (original === '') return { kind: 'none' };
  if (original.length > TEXT_LENGTH) return { kind: 'impossible', text: original };
  const plain = readable(original);
  if (isEmptyMask(plain)) return { kind: 'none' };

  const withoutExtension = plain.replace(EXTENSION, ' ; ');
  const withoutTimes = withoutExtension.replace(TIME, ' ; ');
  const pieces = (withoutTimes.match(RUN) ?? []).flatMap((run) => piecesOf(runOf(run)));
  const phoneNumber = pieces.find(({ number }) => number !== null)?.number;
  if (phoneNumber === undefined || phoneNumber === null) {
    return { kind: 'impossible', text: original };
  }

  const others = pieces.filter(({ number }) => number !== phoneNumber);
  if (others.some(({ digits }) => digits.length >= NUMBER_DIGITS)) {
    return { kind: 'number', phoneNumber, warning: 'phoneListed', remainder: original };
  }
  if (withoutExtension !== plain) {
    const warning = 'phoneExtensionMovedToComment';
    return { kind: 'number', phoneNumber, warning, remainder: original };
  }
  const saysMore =
    others.length > 0 || withoutTimes !== plain || wordsOf(plain.replace(RUN, ' ')).length > 0;
  return saysMore
    ? { kind: 'number', phoneNumber, remainder: original }
    : { kind: 'number', phoneNumber };
}

/** One alphabet of digits, dashes and spaces, without what can't be seen. */
function readable(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\p{Cf}\p{Me}\uFE0F]/gu, '')
    .replace(/\p{Pd}|\u2212/gu, '-')
    .replace(/\p{Nd}/gu, (digit) => parseDigits(digit) || digit)
    .replace(PRINTED_PREFIX, '');
}

/** The words that are no labels. */
function wordsOf(text: string): string[] {
  return (text.match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => !LABEL.test(word));
}

/** Whether nothing of the visitor is in it: a calling code at most, or the fixed +7 9 of mobiles. */
function isEmptyMask(plain: string): boolean {
  const unlabelled = plain.replace(/\p{L}+/gu, (word) => (LABEL.test(word) ? ' ' : word));
  const fixed = unlabelled.replace(MASK, '');
  return /^\+?(?:[78]9?)?$/.test(fixed) || (/^\+/.test(fixed) && CALLING_CODES.has(fixed.slice(1)));
}

/** A run's digits, and after how many of them something stands between two. */
interface Run {
  digits: string;
  ends: ReadonlySet<number>;
  isInternational: boolean;
}

function runOf(text: string): Run {
  const ends = new Set<number>();
  let digits = '';
  for (const [group] of text.matchAll(/\d+/g)) {
    digits += group;
    ends.add(digits.length);
  }
  // Before a calling code others dial 00, and Russia 8 10.
  const dialled = /^(?:00|810)/.exec(digits)?.[0] ?? '';
  return {
    ...restOf({ digits, ends, isInternational: false }, dialled.length),
    isInternational: text.startsWith('+') || dialled !== '',
  };
}

function restOf(run: Run, start: number): Run {
  const ends = new Set([...run.ends].map((end) => end - start).filter((end) => end > 0));
  return { digits: run.digits.slice(start), ends, isInternational: false };
}

/** A part of a run: a number as 7XXXXXXXXXX, or digits that are none. */
interface Piece {
  digits: string;
  number: string | null;
}

/** A run's numbers, from its beginning on; after one that is none the rest stays together. */
function piecesOf(run: Run): Piece[] {
  if (run.digits === '') return [];
  const found = numberAt(run);
  if (found === null) return [{ digits: run.digits, number: null }];
  const { length, number } = found;
  return [{ digits: run.digits.slice(0, length), number }, ...piecesOf(restOf(run, length))];
}

/**
 * The number that a run begins with; it ends where the run is interrupted. Eleven digits are the
 * usual form. Of twelve the first is what a mask printed before a number with its own 7 or 8. Ten
 * have neither, and could be a part of a foreign number without its plus.
 */
function numberAt(run: Run): { length: number; number: string } | null {
  const { digits, ends, isInternational } = run;
  const at = (length: number, national: string) =>
    ends.has(length) && isOurs(national) ? { length, number: `7${national}` } : null;
  if (isInternational && !digits.startsWith('7')) {
    // Nobody has +8 with ten digits more; but +84 is Vietnam, whose numbers may be as long.
    return /^8/.test(digits) && !isForeign(run, 11) ? at(11, digits.slice(1, 11)) : null;
  }
  const ten = isInternational ? null : at(10, digits.slice(0, 10));
  if (ten && Math.min(...ends) === 10) return ten;
  const eleven = /^[78]/.test(digits) ? at(11, digits.slice(1, 11)) : null;
  if (eleven || isForeign(run, 11)) return eleven;
  const twelve = /^[78][78]/.test(digits) ? at(12, digits.slice(2, 12)) : null;
  if (twelve) return twelve;
  // `8 343 123-45-6` is a number that lacks its last digit, and not one of the code 834.
  return /^[78]/.test(digits) && ends.has(1) ? null : ten;
}

/** Whether these are ten digits of a number of Russia or Kazakhstan. */
function isOurs(national: string): boolean {
  // The plan has no code that begins otherwise; most runs end here, as the library is slow.
  if (!/^[3-9]\d{9}$/.test(national)) return false;
  const parsed = parsePhoneNumberFromString(`+7${national}`);
  return parsed?.nationalNumber === national && parsed.isValid();
}

/** Whether a run begins with a number of another country, of that many digits or more. */
function isForeign({ digits, ends }: Run, fewest: number): boolean {
  if (digits.startsWith('7')) return false;
  return [...ends].some(
    (end) =>
      end >= fewest &&
      end <= 15 &&
      parsePhoneNumberFromString(`+${digits.slice(0, end)}`)?.isValid() === true,
  );
}
