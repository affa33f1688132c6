/** Parameters of a request, or the first piece of it that can't be decoded. */
export interface DecodedForm {
  params: Record<string, string>;
  /** null: everything could be decoded. */
  malformed: string | null;
}

/**
 * Decodes `name=value&…` as `application/x-www-form-urlencoded` in UTF-8. Unlike URLSearchParams it
 * lets nothing pass that a server may choke on: a `%` without two hex digits, or bytes that are no
 * UTF-8. Of a repeated name the first value is taken.
 */
export function decodeForm(raw: string): DecodedForm {
  const params = new Map<string, string>();
  let malformed: string | null = null;
  for (const pair of raw.split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = decodePart(equals < 0 ? pair : pair.slice(0, equals));
    const value = decodePart(equals < 0 ? '' : pair.slice(equals + 1));
    if (name === null || value === null) {
      malformed ??= pair;
    } else if (!params.has(name)) {
      params.set(name, value);
    }
  }
  return { params: Object.fromEntries(params), malformed };
}

function decodePart(part: string): string | null {
  try {
    return decodeURIComponent(part.replaceAll('+', ' '));
  } catch {
    return null;
  }
}
