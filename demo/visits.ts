import type { SessionAnswer } from '../local-calltouch';

/** A visit that the landing page can be opened as. */
export interface DemoVisit {
  /** The link's text, by language. */
  label: { en: string; ru: string };
  /** The address's query that an advertisement would have added; empty: a visit without one. */
  query: string;
  /** The session that the tracker hands out, digits. */
  sessionId: string;
  /** What Calltouch knows of it. */
  session: Partial<SessionAnswer>;
}

/** The visits of the demo. The last one is for addresses with no known `utm_source`. */
export const DEMO_VISITS: DemoVisit[] = [
  {
    label: { en: 'Yandex Direct', ru: 'Яндекс Директ' },
    query: 'utm_source=yandex&utm_medium=cpc&utm_campaign=kitchens&utm_term=кухни на заказ',
    sessionId: '4794763832',
    session: {
      source: 'yandex',
      medium: 'cpc',
      keywords: 'кухни на заказ',
      city: 'moscow',
      utmSource: 'yandex',
      utmMedium: 'cpc',
      utmCampaign: 'kitchens',
      utmTerm: 'кухни на заказ',
      yaClientId: '1522047600123456789',
    },
  },
  {
    label: { en: 'Google', ru: 'Google' },
    query: 'utm_source=google&utm_medium=cpc&utm_campaign=wardrobes',
    sessionId: '4794763833',
    session: {
      source: 'google',
      medium: 'cpc',
      keywords: 'шкаф купе',
      city: 'kazan',
      utmSource: 'google',
      utmMedium: 'cpc',
      utmCampaign: 'wardrobes',
      guaClientId: '1389208341.1522047600',
    },
  },
  {
    label: { en: 'VK', ru: 'ВКонтакте' },
    query: 'utm_source=vk&utm_medium=social_cpc&utm_campaign=весна&utm_content=banner-2',
    sessionId: '4794763834',
    session: {
      source: 'vk',
      medium: 'social_cpc',
      city: 'vladimir',
      utmSource: 'vk',
      utmMedium: 'social_cpc',
      utmCampaign: 'весна',
      utmContent: 'banner-2',
    },
  },
  {
    label: { en: 'straight', ru: 'напрямую' },
    query: '',
    sessionId: '4794763835',
    session: { city: 'moscow' },
  },
];

/** The sessions as the local Calltouch takes them. */
export const DEMO_SESSIONS = Object.fromEntries(
  DEMO_VISITS.map(({ sessionId, session }) => [sessionId, session]),
);
