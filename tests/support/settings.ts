import type { Form, Settings, Site } from '../../server/src/contracts';

/** A site, changed as said. */
export function site(changes: Partial<Site> = {}): Site {
  return {
    key: 'main',
    name: 'example.ru',
    siteId: '18990',
    modId: 'abcd1234',
    hosts: ['example.ru'],
    timeZone: 'Europe/Moscow',
    ...changes,
  };
}

/** The form of the playground's leads, changed as said. */
export function form(changes: Partial<Form> = {}): Form {
  return {
    contentType: 'api::lead.lead',
    enabled: true,
    site: 'main',
    sendOn: 'create',
    condition: null,
    fields: {
      subject: 'Заявка с сайта',
      fio: '{{ name }}',
      phoneNumber: '{{ phone }}',
      email: '{{ email }}',
      comment: '{{ message }}',
    },
    customFields: [],
    writeBack: {},
    ...changes,
  };
}

/** Settings with one site and these forms. */
export function settings(
  forms: Form[] = [form()],
  delivery: Partial<Settings['delivery']> = {},
  sites: Site[] = [site()],
): Settings {
  return {
    sites,
    forms,
    delivery: {
      paused: false,
      giveUpAfterHours: 168,
      onUnknown: 'resend',
      dailyLimit: null,
      sessionGraceMs: 3_000,
      retentionDays: 90,
      ...delivery,
    },
  };
}
