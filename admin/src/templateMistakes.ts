import type { TextKey } from './translations/textKey';

/** The template language's words for a mistake, with the part of the template that they quote. */
const MISTAKES: [words: RegExp, key: TextKey][] = [
  [/^output (.+) not closed/s, 'template.outputNotClosed'],
  [/^(?:raw|tag) (.+) not closed/s, 'template.tagNotClosed'],
  [/^tag "(.+)" not found/s, 'template.unknownTag'],
  [/^undefined filter: ([^,]+)/, 'template.unknownFilter'],
  [/^invalid value expression: (.*?), line:/s, 'template.expression'],
  [/^illegal tag: (.+?), line:/s, 'template.tag'],
  [/^expected "?(.+?)"?(?: after filter name)?, line:/s, 'template.expected'],
];

/**
 * Puts a message of LiquidJS, which speaks English alone, into words of the admin's language.
 *
 * @returns null for a message that is not known: it is shown as it is
 */
export function templateMistake(message: string): { key: TextKey; part: string } | null {
  for (const [words, key] of MISTAKES) {
    const found = words.exec(message);
    if (found) return { key, part: unquoted(found[1] ?? '') };
  }
  return null;
}

/** Liquid quotes parts of a template as JSON does. */
function unquoted(part: string): string {
  if (!/^".*"$/s.test(part)) return part;
  try {
    return String(JSON.parse(part));
  } catch {
    return part;
  }
}
