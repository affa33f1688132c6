/** Judges a live page by its HTML: what it has of both scripts and of marked forms. */
import type { Check, PageCheck, Settings, Site } from '../contracts';
import { hostOf, siteByHost } from '../capture/site';
import { pageParts, type PageParts } from '../page/pageParts';
import { check } from './checks';

type Sites = Pick<Settings, 'sites'>;

/** Forms that are told one by one. */
const MOST_FORMS = 50;

/** The plugin's script by the end of its path, whatever Strapi it is served by. */
const OWN_PATH = '/calltouch/client.js';
/** Where Calltouch's script comes from. */
const TRACKER_HOST = /\bmod\.calltouch\.ru\//;

/**
 * Compares a page with the settings. It sees what the server sent: what scripts add later, such as a
 * tag manager or a bundle with the capture in it, it can only guess.
 *
 * @param page as it was read; `url` after all redirects
 * @param scriptUrl the script's address at this Strapi; null: Strapi does not know its own
 */
export function judgePage(
  { url, html }: { url: string; html: string },
  settings: Sites,
  scriptUrl: string | null,
): Pick<PageCheck, 'checks' | 'forms'> {
  const parts = pageParts(html, url);
  const byHost = siteByHost(settings, url);
  const [first, ...others] = settings.sites;
  // The only site gets the leads of every page.
  const site = byHost ?? (others.length === 0 ? (first ?? null) : null);
  return {
    checks: [
      pageHost(url, byHost, settings),
      pageScript(parts, url, scriptUrl),
      pageTracker(parts, site, settings),
      pageForms(parts),
    ],
    forms: parts.forms.slice(0, MOST_FORMS),
  };
}

function pageHost(url: string, byHost: Site | null, { sites }: Sites): Check {
  const host = hostOf(url) ?? '';
  if (byHost) return check('pageHost', 'right', 'ofSite', { host, name: byHost.name });
  return sites.length > 1
    ? check('pageHost', 'wrong', 'ofNone', { host, name: sites[0]?.name ?? '' })
    : check('pageHost', 'unsure', 'onlySite', { host });
}

function pageScript(parts: PageParts, pageUrl: string, scriptUrl: string | null): Check {
  const expected = scriptUrl ?? '';
  const own = parts.scripts.filter(({ url }) => isOwn(url));
  const fitting = own.find(({ url }) => scriptUrl !== null && isSamePlace(url, scriptUrl));
  const found = fitting ?? own[0];
  if (!found) {
    const isMentioned = parts.announced.some(isOwn) || parts.code.includes(OWN_PATH);
    return isMentioned
      ? check('pageScript', 'unsure', 'mentioned')
      : check('pageScript', 'wrong', 'missing');
  }
  const values = { found: withoutQuery(found.url), expected };
  if (scriptUrl !== null && !fitting) return check('pageScript', 'wrong', 'otherHost', values);
  // Browsers block it: mixed content.
  if (pageUrl.startsWith('https:') && found.url.startsWith('http:')) {
    return check('pageScript', 'wrong', 'insecure', values);
  }
  if (found.isHeld) return check('pageScript', 'unsure', 'held', values);
  return scriptUrl === null
    ? check('pageScript', 'unsure', 'addressUnknown', values)
    : check('pageScript', 'right', 'there', values);
}

function isOwn(url: string): boolean {
  return new URL(url).pathname.endsWith(OWN_PATH);
}

/** Whether two addresses are one, leaving scheme and query aside: `?v=2` is a usual addition. */
function isSamePlace(one: string, other: string): boolean {
  const [a, b] = [new URL(one), new URL(other)];
  return a.host === b.host && a.pathname === b.pathname;
}

function withoutQuery(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}

function pageTracker(parts: PageParts, site: Site | null, { sites }: Sites): Check {
  const { ids, heldIds, isThere } = trackersIn(parts);
  const known = (id: string) => sites.find(({ modId }) => modId === id);
  const found = ids.length > 0 ? ids : heldIds;
  if (found.length === 0) return withoutId(parts, isThere);

  const fitting = found.find((id) => (site ? id === site.modId : known(id)));
  const [modId = ''] = fitting ? [fitting] : found;
  const values = { modId, name: known(modId)?.name ?? '' };
  if (fitting) {
    if (ids.length === 0) return check('pageTracker', 'unsure', 'held', values);
    return check('pageTracker', 'right', site === null ? 'ofAny' : 'ofSite', values);
  }
  return check('pageTracker', 'wrong', known(modId) ? 'otherSite' : 'unknown', values);
}

/** There is no tracker whose id can be read. */
function withoutId({ scripts, code }: PageParts, isThere: boolean): Check {
  if (isThere) return check('pageTracker', 'unsure', 'noId');
  const loader = scripts.find(({ url, loadsTracker }) => isOwn(url) && loadsTracker);
  if (loader) return check('pageTracker', 'right', 'loaded');
  const hasTagManager = [code, ...scripts.map(({ url }) => url)].some((text) =>
    text.includes('googletagmanager.com/'),
  );
  return hasTagManager
    ? check('pageTracker', 'unsure', 'tagManager')
    : check('pageTracker', 'wrong', 'missing');
}

/**
 * The tracker's ids in a page, in its order. The snippet of Calltouch's account is a call that ends with
 * `(window,document,"ct","abcd1234")`, with a list of ids where there are several; older pages have a
 * tag with `…/init.js?id=abcd1234`, and others keep one or the other as a text within a script.
 *
 * `isThere`: something loads the tracker, though its id can't be read.
 */
function trackersIn({ scripts, announced, code }: PageParts) {
  const tags = scripts.filter(({ url }) => TRACKER_HOST.test(url));
  const inAddress = (text: string) =>
    matches(
      /\bmod\.calltouch\.ru\/[\w./-]{0,50}\?(?:[\w=&;.-]{0,100}[&;])?id=([0-9a-z]{8})\b/g,
      text,
    );
  const inSnippet = matches(
    /\bwindow\s*,\s*document\s*,\s*\\*["']ct\\*["']\s*,\s*(\[[^\]]{0,300}\]|\\*["'][0-9a-z]{8}\\*["'])/g,
    code,
  ).flatMap((list) => matches(/\b([0-9a-z]{8})\b/g, list));
  const addressesIn = (isHeld: boolean) =>
    tags.filter((tag) => tag.isHeld === isHeld).flatMap(({ url }) => inAddress(url));
  return {
    ids: [...addressesIn(false), ...announced.flatMap(inAddress), ...inSnippet, ...inAddress(code)],
    heldIds: addressesIn(true),
    isThere: tags.length > 0 || TRACKER_HOST.test(code),
  };
}

/** The first group of each match. */
function matches(pattern: RegExp, text: string): string[] {
  return [...text.matchAll(pattern)].map(([, group = '']) => group);
}

function pageForms({ forms }: PageParts): Check {
  const marked = forms.filter(({ isMarked }) => isMarked).length;
  const values = { marked: String(marked), total: String(forms.length) };
  if (forms.length === 0) return check('pageForms', 'unsure', 'none', values);
  if (marked === 0) return check('pageForms', 'unsure', 'unmarked', values);
  return marked === forms.length
    ? check('pageForms', 'right', 'all', values)
    : check('pageForms', 'unsure', 'some', values);
}
