/** Longest page address that is passed on; Calltouch's page names no limit. */
export const LONGEST_PAGE_URL = 2048;

/** An absolute http(s) address of at most 2048 characters without white space or control characters. */
export function pageUrlOf(value: unknown): string | null {
  return isAddress(value, /^https?:/i) ? value : null;
}

/** The same for what browsers give as a page's referrer, `android-app://org.example` too. */
export function referrerOf(value: unknown): string | null {
  return isAddress(value, /^(?:https?|android-app):/i) ? value : null;
}

function isAddress(value: unknown, scheme: RegExp): value is string {
  if (typeof value !== 'string' || value.length > LONGEST_PAGE_URL) return false;
  return scheme.test(value) && /^[\w-]+:\/\/[^\s\p{Cc}]+$/u.test(value) && URL.canParse(value);
}
