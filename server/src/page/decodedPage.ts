/** So far a browser looks for the alphabet, too. */
const HEAD_BYTES = 1024;

/**
 * The text of a page, in the alphabet that a byte order mark, its header or its own `<meta>` names.
 * Where none does, or one that nobody knows: UTF-8, or windows-1251 if it can't be that.
 */
export function decodedPage(bytes: Buffer, contentType: string): string {
  const head = bytes.subarray(0, HEAD_BYTES).toString('latin1');
  const named =
    markOf(bytes) ??
    charsetIn(contentType) ??
    charsetIn(/<meta[^>]{0,300}charset[^>]{0,100}/i.exec(head)?.[0] ?? '');
  return (
    (named && decoded(bytes, named, false)) ??
    decoded(bytes, 'utf-8', true) ??
    decoded(bytes, 'windows-1251', false) ??
    ''
  );
}

function markOf(bytes: Buffer): string | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : null;
}

function charsetIn(text: string): string | null {
  return /charset\s*=\s*["']?\s*([\w-]+)/i.exec(text)?.[1] ?? null;
}

/** Null where the bytes are not in that alphabet, or there is none of that name. */
function decoded(bytes: Buffer, alphabet: string, fatal: boolean): string | null {
  try {
    // `stream`: the last character may have been cut off with the page.
    return new TextDecoder(alphabet, { fatal }).decode(bytes, { stream: true });
  } catch {
    return null;
  }
}
