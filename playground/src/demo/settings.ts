/** Settings of the plugin with which the demo starts. */
export const DEMO_SETTINGS = {
  sites: [
    {
      key: 'demo',
      name: 'Demo site',
      siteId: '18990',
      modId: 'demo1234',
      hosts: ['localhost', '127.0.0.1'],
      timeZone: 'Europe/Moscow',
    },
  ],
  forms: [
    {
      contentType: 'api::lead.lead',
      enabled: true,
      site: 'demo',
      sendOn: 'create',
      condition: null,
      fields: {
        subject: 'Заявка с сайта',
        fio: '{{ name }}',
        phoneNumber: '{{ phone }}',
        email: '{{ email }}',
        comment: '{{ message }}',
        tags: '{{ kind }}',
      },
      customFields: [{ name: 'product', value: '{{ product.title }}' }],
      writeBack: { utmSource: 'utmSource', city: 'sessionCity' },
    },
  ],
  delivery: {
    paused: false,
    giveUpAfterHours: 168,
    onUnknown: 'resend',
    dailyLimit: null,
    sessionGraceMs: 3_000,
    retentionDays: 90,
  },
};
