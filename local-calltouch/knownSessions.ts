import type { SessionAnswer } from './contract';

/** A visit without a source, as Calltouch names it. Completes what a known session leaves out. */
export const DIRECT_VISIT: SessionAnswer = {
  keywords: '',
  city: '',
  ip: '127.0.0.1',
  browser: '',
  source: '(direct)',
  medium: '(none)',
  ref: '',
  url: '',
  utmSource: '',
  utmMedium: '',
  utmTerm: '',
  utmContent: '',
  utmCampaign: '',
  guaClientId: null,
  yaClientId: null,
  additionalTags: [],
  attribution: 1,
  attrs: null,
};

/** The visits that are known unless others are given. */
export const KNOWN_SESSIONS: Record<string, Partial<SessionAnswer>> = {
  // The sample of Calltouch's page.
  '1845461367': {
    city: 'vladimir',
    ip: '95.66.182.68',
    browser: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:59.0) Gecko/20100101 Firefox/59.0',
    source: 'yandex',
    medium: 'cpc',
    url: 'http://filipok.io/calltouch/?utm_source=yandex&utm_medium=cpc&attrs={"attrh":1,"ver":171110,"r7k12_si":1156810694}',
    utmSource: 'yandex',
    utmMedium: 'cpc',
  },
  // Ids above 2^32 (the session) and 2^53 (the client of Yandex).
  '4794763832': {
    keywords: 'окна на заказ',
    city: 'moscow',
    ip: '198.51.100.24',
    browser: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
    source: 'google',
    medium: 'organic',
    ref: 'https://www.google.com/',
    url: 'https://example.ru/okna/',
    guaClientId: '1389208341.1522047600',
    yaClientId: '1522047600123456789',
    attribution: 0,
  },
  '3100000017': {
    city: 'kazan',
    ip: '203.0.113.9',
    source: 'vk',
    medium: 'social_cpc',
    url: 'https://example.ru/?utm_source=vk&utm_medium=social_cpc&utm_campaign=%D0%B2%D0%B5%D1%81%D0%BD%D0%B0',
    utmSource: 'vk',
    utmMedium: 'social_cpc',
    utmTerm: 'окна, балконы',
    utmContent: 'banner-2',
    utmCampaign: 'весна',
  },
  '3100000018': {},
};

/**
 * Looks a visit up.
 *
 * @returns null for an unknown one, and for none
 */
export function knownSession(
  sessions: Record<string, Partial<SessionAnswer>>,
  sessionId: string | undefined,
): SessionAnswer | null {
  if (sessionId === undefined || !Object.hasOwn(sessions, sessionId)) return null;
  return { ...DIRECT_VISIT, ...sessions[sessionId] };
}
