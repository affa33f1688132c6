/** Makes texts fit for the service: cleaned of what no journal can show, and not too long. */

const graphemes = new Intl.Segmenter('ru', { granularity: 'grapheme' });

/**
 * Cuts a text to a limit. Calltouch's page says "characters" and does not say which: UTF-16 units
 * are counted, as that is never more than it allows by either reading. The cut falls between
 * graphemes, so that no letter loses its accent and no surrogate its pair.
 * @param limit most UTF-16 units, at least 2.
 * @returns a beginning of the text, and whether anything was cut off.
 */
export function cut(text: string, limit: number): { text: string; cut: boolean } {
  if (text.length <= limit) return { text, cut: false };
  const boundary = graphemes.segment(text).containing(limit)?.index ?? limit;
  // A single grapheme longer than the limit (a letter under a heap of accents) is cut within.
  const end = boundary > 0 ? boundary : limit - Number(splitsPair(text, limit));
  return { text: text.slice(0, end), cut: true };
}

function splitsPair(text: string, index: number): boolean {
  return (text.codePointAt(index - 1) ?? 0) > 0xffff;
}

/**
 * Removes what is no text: control characters but line feed and tab, and spaces at both ends.
 * Line ends become `\n`; halves of surrogate pairs become U+FFFD, since they can't be encoded. A text
 * of nothing but invisible characters is empty: it would pass for a name that nobody can read.
 */
export function clean(text: string): string {
  const cleaned = text
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n\t]/gu, '')
    .replace(/\p{Cs}/gu, '\uFFFD')
    .trim();
  return /[^\s\p{Cf}]/u.test(cleaned) ? cleaned : '';
}

/** Cleans a text that the service shows on one line: every run of white space becomes one space. */
export function cleanLine(text: string): string {
  return clean(text).replace(/\s+/g, ' ');
}
