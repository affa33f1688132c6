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
