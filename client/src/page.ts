import { attempt } from './attempt';
import { recall, remember } from './memory';
import type { Visit } from './types';

/**
 * The window that the visitor sees as the page: of a form in a frame the outermost one that may be
 * read, because the frame's own address may be `about:srcdoc`, and the tracker is the page's.
 */
export function pageOf(): Window & typeof globalThis {
  let page: Window = window;
  attempt(() => {
    while (page !== page.parent && page.parent.location.href) page = page.parent;
  });
  return page as Window & typeof globalThis;
}

/** What advertisements add to an address. */
const MARK = /^(utm_\w+|[ygm]+clid)$/;
/** The server takes no longer values. */
const LONGEST = 2048;

/**
 * Where this visit came from, by what the tab remembers; remembers it first where it is new: at the
 * tab's first page, or after another advertisement. Only with consent.
 */
export function visitNow(): Visit {
  const { location, document } = pageOf();
  const found: Record<string, string> = {};
  const add = (name: string, value: string) => {
    // `utmSource` of `utm_source`.
    if (value && value.length <= LONGEST)
      found[name.replace(/_./, (letter) => letter[1]!.toUpperCase())] = value;
  };
  new URL(location.href).searchParams.forEach((value, name) => {
    if (MARK.test(name)) add(name, value);
  });
  add('landingPage', location.href);
  add('referrer', document.referrer);
  if (/utm_|clid=/.test(location.search) || !recall().visit) remember({ visit: found });
  return { ...recall().visit, yandexClientId: /_ym_uid=(\d+)/.exec(document.cookie)?.[1] };
}
