import { escapeHtml } from '../../local-calltouch/escapeHtml';
import type { Language } from '../../local-calltouch/preferredLanguage';
import type { DemoVisit } from '../visits';
import { LANDING_WORDS, type LandingWords } from './words';

/** What the landing page must know. */
export interface LandingFacts {
  /** Base addresses without a slash at their ends. */
  strapiUrl: string;
  calltouchUrl: string;
  /** Of the site in the plugin's settings. */
  modId: string;
  siteId: string;
  visits: DemoVisit[];
}

/**
 * The landing page.
 *
 * @param address as the visitor asked for it
 * @param blocked without the tracker, as an ad blocker leaves it
 */
export function landingPage(
  facts: LandingFacts,
  language: Language,
  address: URL,
  blocked: boolean,
): string {
  const words = LANDING_WORDS[language];
  const { strapiUrl } = facts;
  const forBrowser = { strapiUrl, words };
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(words.title)} · ${escapeHtml(words.brand)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/style.css">
${blocked ? BLOCKED_TRACKER : TRACKER}
<script defer src="${strapiUrl}/api/calltouch/client.js"></script>
</head>
<body>
${demoBar(facts, words, language, address, blocked)}
<header class="top">
  <a class="brand" href="/?lang=${language}">${LOGO}${escapeHtml(words.brand)}</a>
  ${languageLink(words, language, address)}
</header>
<main>
  <section class="hero">
    <div class="pitch">
      <h1>${escapeHtml(words.title)}</h1>
      <p class="lead">${escapeHtml(words.lead)}</p>
      ${PICTURE}
    </div>
    ${form(words)}
  </section>
  <ul class="facts">
    ${words.facts
      .map(
        ([title = '', text = '']) => `<li><h3>${escapeHtml(title)}</h3><p>${escapeHtml(text)}</p>`,
      )
      .join('\n    ')}
  </ul>
</main>
<script type="application/json" id="facts">${JSON.stringify(forBrowser).replaceAll('<', '\\u003c')}</script>
<script src="/page.js"></script>
</body>
</html>`;
}

/** A tag whose script does not come, as a blocker leaves it; nobody outside is asked. */
const BLOCKED_TRACKER = '<script async src="/blocked//mod.calltouch.ru/init.js"></script>';

/** Calls are queued until the script is there, as Calltouch's own snippet does it. */
const TRACKER = `<script>
window.ct = window.ct || function () { (window.ct.q = window.ct.q || []).push(arguments); };
window.ct.loaded = window.ct.loaded || false;
</script>
<script async src="/tracker.js"></script>`;

function demoBar(
  { visits, strapiUrl, calltouchUrl }: LandingFacts,
  words: LandingWords,
  language: Language,
  address: URL,
  blocked: boolean,
): string {
  const source = address.searchParams.get('utm_source') ?? '';
  const links = visits.map(({ label, query }) => {
    const parameters = new URLSearchParams(query);
    const present = !blocked && (parameters.get('utm_source') ?? '') === source;
    parameters.set('lang', language);
    return link(`/?${parameters}`, label[language], present);
  });
  links.push(link(`/?tracker=blocked&lang=${language}`, words.blocked, blocked));
  return `<aside class="demo">
  <p><b>${escapeHtml(words.demo)}</b> ${escapeHtml(words.openAs)} ${links.join(' ')}</p>
  <p>${escapeHtml(words.session)} <output id="session">…</output>
    <a href="${strapiUrl}/admin/content-manager/collection-types/api::lead.lead" target="strapi">${escapeHtml(words.strapi)}</a>
    <a href="${calltouchUrl}" target="calltouch">${escapeHtml(words.journal)}</a></p>
</aside>`;
}

function link(href: string, text: string, present: boolean): string {
  const mark = present ? ' aria-current="page"' : '';
  return `<a href="${escapeHtml(href)}"${mark}>${escapeHtml(text)}</a>`;
}

function languageLink(words: LandingWords, language: Language, address: URL): string {
  const other = language === 'ru' ? 'en' : 'ru';
  const parameters = new URLSearchParams(address.searchParams);
  parameters.set('lang', other);
  const href = escapeHtml(`/?${parameters}`);
  return `<a href="${href}" lang="${other}" hreflang="${other}">${escapeHtml(words.otherLanguage)}</a>`;
}

function form(words: LandingWords): string {
  const label = (text: string, field: string): string =>
    `<label><span>${escapeHtml(text)}</span>${field}</label>`;
  return `<div class="card">
      <form id="lead">
        <h2>${escapeHtml(words.formTitle)}</h2>
        ${label(words.name, '<input name="name" autocomplete="name" required maxlength="120">')}
        ${label(words.phone, '<input name="phone" type="tel" autocomplete="tel" required maxlength="40" placeholder="+7 900 123-45-67">')}
        ${label(words.email, '<input name="email" type="email" autocomplete="email" maxlength="120">')}
        ${label(words.product, `<select name="product"><option value="">${escapeHtml(words.noProduct)}</option></select>`)}
        ${label(words.message, `<textarea name="message" rows="3" maxlength="2000" placeholder="${escapeHtml(words.messageHint)}"></textarea>`)}
        <p class="error" role="alert" hidden></p>
        <button>${escapeHtml(words.send)}</button>
      </form>
      <div id="thanks" role="status" tabindex="-1" hidden>
        <h2>${escapeHtml(words.thanks)}</h2>
        <p>${escapeHtml(words.thanksMore)}</p>
        <p><a id="see" target="strapi">${escapeHtml(words.seeStrapi)}</a></p>
        <button type="button">${escapeHtml(words.again)}</button>
      </div>
    </div>`;
}

const LOGO =
  '<svg viewBox="0 0 24 24" width="28" height="28" aria-hidden="true"><path d="M3 11 12 4l9 7v9H3z" fill="#2f5d50"/><path d="M10 20v-6h4v6z" fill="#f4c88a"/></svg>';

/** A kitchen, drawn. */
const PICTURE = `<svg class="picture" viewBox="0 0 520 240" role="img" aria-hidden="true">
        <rect width="520" height="240" rx="18" fill="#dfe8e1"/>
        <rect y="206" width="520" height="34" fill="#cdb894"/>
        <g fill="#2f5d50">
          <rect x="36" y="128" width="88" height="82" rx="4"/><rect x="128" y="128" width="88" height="82" rx="4"/>
          <rect x="220" y="128" width="88" height="82" rx="4"/><rect x="36" y="24" width="88" height="58" rx="4"/>
          <rect x="220" y="24" width="88" height="58" rx="4"/>
        </g>
        <rect x="30" y="118" width="284" height="11" rx="3" fill="#b98a52"/>
        <path d="M136 34h72l14 44h-100z" fill="#b9c6bd"/>
        <g fill="#f4c88a">
          <rect x="74" y="138" width="14" height="4"/><rect x="166" y="138" width="14" height="4"/><rect x="258" y="138" width="14" height="4"/>
          <rect x="74" y="72" width="14" height="4"/><rect x="258" y="72" width="14" height="4"/>
        </g>
        <rect x="350" y="22" width="132" height="188" rx="5" fill="#8a5f3a"/>
        <path d="M416 22v188" stroke="#6d4827" stroke-width="3"/>
        <rect x="404" y="108" width="5" height="26" rx="2" fill="#f4c88a"/><rect x="423" y="108" width="5" height="26" rx="2" fill="#f4c88a"/>
        <path d="M152 118c0-16 40-16 40 0z" fill="#d9694c"/><circle cx="172" cy="103" r="3" fill="#d9694c"/>
      </svg>`;
