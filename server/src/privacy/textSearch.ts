/**
 * Finds texts within another text, in time that grows with their lengths and no faster: a visitor
 * wrote them, and may have written them to cost time. So none becomes a regular expression.
 */

/** A text as it is compared. */
export interface Folded {
  /** Escapes of addresses (`%D0%90`) are what they stand for, and white space is one blank. */
  plain: string;
  /** The same in lower case, letter by letter. */
  lower: string;
  /** Where each letter, and the end, lies in the text itself; null: where it lies in `plain`. */
  at: number[] | null;
}

/** From where to where in a folded text something was found. */
export type Found = [start: number, end: number];

/** One letter as it stands in an address, or white space. */
const FOLDED =
  /%[0-7][\da-f]|%[cd][\da-f]%[89ab][\da-f]|%e[\da-f](?:%[89ab][\da-f]){2}|%f[0-7](?:%[89ab][\da-f]){3}|\s+/gi;

export function folded(text: string): Folded {
  if (!/[%\t-\r\u00a0\u1680\u2000-\u200a\u2028-\u3000\ufeff]|\s\s/.test(text)) {
    return { plain: text, lower: lowerOf(text), at: null };
  }
  const parts: string[] = [];
  const at: number[] = [];
  let from = 0;
  const copyUntil = (end: number) => {
    parts.push(text.slice(from, end));
    for (; from < end; from += 1) at.push(from);
  };
  for (const { 0: found, index } of text.matchAll(FOLDED)) {
    copyUntil(index);
    const letter = found.startsWith('%') ? decoded(found).replace(/\s/, ' ') : ' ';
    parts.push(letter);
    for (let unit = 0; unit < letter.length; unit += 1) at.push(index);
    from = index + found.length;
  }
  copyUntil(text.length);
  at.push(text.length);
  const plain = parts.join('');
  return { plain, lower: lowerOf(plain), at };
}

function decoded(escape: string): string {
  try {
    return decodeURIComponent(escape);
  } catch {
    return escape;
  }
}

/** As long as the text: of all letters only İ becomes two, and a sigma depends on its place. */
function lowerOf(text: string): string {
  return text.replaceAll('İ', 'i').toLowerCase().replaceAll('ς', 'σ');
}

/** The text with everything that was found replaced; what overlaps is one. */
export function replaced(
  text: string,
  { plain, at }: Folded,
  found: Found[],
  mask: (found: string) => string,
): string {
  const sourceOf = (index: number) => at?.[index] ?? index;
  let result = '';
  let kept = 0;
  let [start, end] = [0, 0];
  const replace = () => {
    if (end === 0) return;
    result += text.slice(kept, sourceOf(start)) + mask(plain.slice(start, end));
    kept = sourceOf(end);
  };
  for (const [nextStart, nextEnd] of found.sort(([one], [other]) => one - other)) {
    if (nextStart > end || end === 0) {
      replace();
      [start, end] = [nextStart, nextEnd];
    } else end = Math.max(end, nextEnd);
  }
  replace();
  return result + text.slice(kept);
}

/** Longer texts are found by their parts, see `Grams`. */
export const SHORT = 15;
/** From this length on a text is found within longer words, too. */
const SURE_LENGTH = 4;

/** Finds a text of at most `SHORT` letters, folded, wherever it stands. */
export function findShort(found: Found[], { lower }: Folded, text: string): void {
  if (text === '') return;
  // Short words are parts of others, and figures of ids.
  const isWhole = text.length < SURE_LENGTH || /^\d+$/.test(text);
  for (let at = lower.indexOf(text); at >= 0; at = lower.indexOf(text, at + 1)) {
    const end = at + text.length;
    if (!isWhole || !(isInWord(lower[at - 1]) || isInWord(lower[end]))) found.push([at, end]);
  }
}

function isInWord(letter: string | undefined): boolean {
  return letter !== undefined && /[\p{L}\p{N}]/u.test(letter);
}

/** Letters of a part by which long texts are found. */
const GRAM = 8;
/** So many letters in a row that also stand in a long text are a quotation of it. */
const QUOTED = 12;
const PRIME = 16_777_619;
const SPREAD = 0x9e3779b1;
/** What the letter that leaves a part has been multiplied by. */
const LEAVING = Array.from({ length: GRAM }).reduce<number>((power) => Math.imul(power, PRIME), 1);
/** Bits for each letter: one part in sixteen that a text does not hold seems to be of it. */
const BITS_A_LETTER_LOG2 = 4;

/** The parts of long texts: a bit for the hash of each. Two with one hash hide a little more. */
export interface Grams {
  bits: Uint8Array;
  /** What is left of a hash is the number of its bit. */
  shift: number;
}

/** The parts of folded texts; null: there is no text. */
export function gramsOf(texts: string[]): Grams | null {
  const length = texts.reduce((sum, text) => sum + text.length, 0);
  if (length === 0) return null;
  const log2 = Math.min(26, 32 - Math.clz32(length) + BITS_A_LETTER_LOG2);
  const grams = { bits: new Uint8Array(1 << (log2 - 3)), shift: 32 - log2 };
  for (const text of texts) scan(text, grams, null);
  return grams;
}

/** Finds what quotes a long text, wholly or from its middle. */
export function findQuoted(found: Found[], { lower }: Folded, grams: Grams | null): void {
  if (grams && lower.length >= QUOTED) scan(lower, grams, found);
}

/** Reads a text part by part: where `found` is null, to keep its parts, else to find what is kept. */
function scan(text: string, { bits, shift }: Grams, found: Found[] | null): void {
  let hash = 0;
  let known = 0;
  for (let end = 1; end <= text.length; end += 1) {
    hash = (Math.imul(hash, PRIME) + text.charCodeAt(end - 1)) | 0;
    if (end > GRAM) hash = (hash - Math.imul(text.charCodeAt(end - 1 - GRAM), LEAVING)) | 0;
    if (end < GRAM) continue;
    const bit = Math.imul(hash, SPREAD) >>> shift;
    const byte = bits[bit >> 3] ?? 0;
    if (!found) bits[bit >> 3] = byte | (1 << (bit & 7));
    else if ((byte >> (bit & 7)) & 1) known += 1;
    else {
      if (known > QUOTED - GRAM) found.push([end - GRAM - known, end - 1]);
      known = 0;
    }
  }
  if (found && known > QUOTED - GRAM) found.push([text.length - GRAM + 1 - known, text.length]);
}

/** What people put between the digits of a phone. */
const BETWEEN_DIGITS = /^[\s().\-+/_\u2010-\u2015\u2212]{0,3}$/;
const MOST_BETWEEN = 3;

/** Finds a phone however its digits are grouped, with its country's code where it has one. */
export function findPhones(found: Found[], { plain }: Folded, numbers: string[]): void {
  if (numbers.length === 0) return;
  const positions: number[] = [];
  let digits = '';
  let last = 0;
  for (const { 0: group, index } of plain.matchAll(/\d+/g)) {
    const isNear = index - last <= MOST_BETWEEN && BETWEEN_DIGITS.test(plain.slice(last, index));
    if (!isNear) {
      digits += '|';
      positions.push(-1);
    }
    digits += group;
    for (let at = 0; at < group.length; at += 1) positions.push(index + at);
    last = index + group.length;
  }
  for (const number of numbers) {
    for (let at = digits.indexOf(number); at >= 0; at = digits.indexOf(number, at + 1)) {
      const hasCode = number.length === 10 && /[78]/.test(digits[at - 1] ?? '');
      const first = positions[hasCode ? at - 1 : at] ?? 0;
      const end = (positions[at + number.length - 1] ?? 0) + 1;
      found.push([plain[first - 1] === '+' ? first - 1 : first, end]);
    }
  }
}
