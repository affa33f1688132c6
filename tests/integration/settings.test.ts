import { describeWithStrapi } from '../support/describeWithStrapi';
import { form, settings, site } from '../support/settings';

const LEAD = 'api::lead.lead';

jest.setTimeout(30_000);

describeWithStrapi('settings', { env: { CALLTOUCH_WORKER: 'false' } }, ({ app, calltouch }) => {
  const put = (document: unknown) =>
    app.admin('put', '/calltouch/settings').send(document as object);

  it('begin empty, are kept whole and read back', async () => {
    const first = await app.admin('get', '/calltouch/settings');
    expect(first.body).toEqual({ ...settings([]), sites: [] });
    const document = settings([
      form({
        customFields: [{ name: 'product', value: '{{ product.title }}' }],
        writeBack: { utmSource: 'utmSource' },
        condition: {
          $or: [{ kind: { $eq: 'order' } }, { product: { title: { $contains: 'К' } } }],
        },
      }),
    ]);
    const saved = await put(document);
    expect(saved.status).toBe(200);
    const read = await app.admin('get', '/calltouch/settings');
    expect(read.body).toEqual(document);
    const stored = await app.strapi
      .store({ type: 'plugin', name: 'calltouch' })
      .get({ key: 'settings' });
    expect(stored).toMatchObject({ settings: document });
  });

  const many = Array.from({ length: 21 }, (_, index) => ({ name: `f${index}`, value: 'x' }));
  it.each<[string, unknown, string[]]>([
    [
      'an unknown content type',
      settings([form({ contentType: 'api::no.no' })]),
      ['forms', '0', 'contentType'],
    ],
    [
      'a content type of Strapi’s own',
      settings([form({ contentType: 'admin::user' })]),
      ['forms', '0', 'contentType'],
    ],
    [
      'an unknown attribute in a template',
      settings([form({ fields: { fio: '{{ nam }}' } })]),
      ['forms', '0', 'fields', 'fio'],
    ],
    [
      'a private attribute in a template',
      settings([form({ fields: { fio: '{{ secret }}' } })]),
      ['forms', '0', 'fields', 'fio'],
    ],
    [
      'a broken template',
      settings([form({ fields: { comment: '{% if name %}' } })]),
      ['forms', '0', 'fields', 'comment'],
    ],
    [
      'two sites of one key',
      settings(undefined, {}, [site(), site({ siteId: '2' })]),
      ['sites', '1', 'key'],
    ],
    ['two forms of one content type', settings([form(), form()]), ['forms', '1', 'contentType']],
    [
      'a site_id with letters',
      settings(undefined, {}, [site({ siteId: '18990/../x' })]),
      ['sites', '0', 'siteId'],
    ],
    [
      'a host with a path',
      settings(undefined, {}, [site({ hosts: ['example.ru/x'] })]),
      ['sites', '0', 'hosts', '0'],
    ],
    [
      'a wrong zone',
      settings(undefined, {}, [site({ timeZone: 'Europe/Moskva' })]),
      ['sites', '0', 'timeZone'],
    ],
    ['21 custom fields', settings([form({ customFields: many })]), ['forms', '0', 'customFields']],
    ['an unknown site', settings([form({ site: 'other' })]), ['forms', '0', 'site']],
    [
      'an unknown attribute to write to',
      settings([form({ writeBack: { requestId: 'nothing' } })]),
      ['forms', '0', 'writeBack', 'requestId'],
    ],
    [
      'an attribute that can’t hold the result',
      settings([form({ writeBack: { requestId: 'product' } })]),
      ['forms', '0', 'writeBack', 'requestId'],
    ],
    [
      'a condition on an unknown attribute',
      settings([form({ condition: { nam: { $eq: 'x' } } })]),
      ['forms', '0', 'condition'],
    ],
    ['an unknown member', { ...settings(), colour: 'red' }, ['colour']],
    [
      'an unknown member of a form',
      settings([{ ...form(), colour: 'red' } as never]),
      ['forms', '0', 'colour'],
    ],
    [
      'a negative time',
      settings(undefined, { giveUpAfterHours: -1 }),
      ['delivery', 'giveUpAfterHours'],
    ],
    [
      'a word of onUnknown',
      settings(undefined, { onUnknown: 'guess' as never }),
      ['delivery', 'onUnknown'],
    ],
    ['a list', [], []],
    ['nothing', {}, ['sites']],
  ])('with %s are refused, naming the place, and nothing is saved', async (_, document, path) => {
    const before = await app.admin('get', '/calltouch/settings');
    const refused = await put(document);
    expect(refused.status).toBe(400);
    const { errors } = refused.body.error.details;
    expect(errors.map((error: { path: string[] }) => error.path)).toContainEqual(path);
    for (const error of errors) {
      expect(error.message.length).toBeGreaterThan(10);
      expect(error.code).toMatch(/^\w+$/);
    }
    const after = await app.admin('get', '/calltouch/settings');
    expect(after.body).toEqual(before.body);
  });

  it('name every problem at once', async () => {
    const refused = await put(
      settings([form({ fields: { fio: '{{ x }}', email: '{{ y }}' } })], {}, [
        site({ siteId: 'a', timeZone: 'Mars' }),
      ]),
    );
    expect(refused.body.error.details.errors).toHaveLength(4);
  });

  it('keep working for the rest where an attribute was removed since, and say which line', async () => {
    await put(settings([form({ fields: { fio: '{{ name }}', tags: '{{ kind }}' } })]));
    const { attributes } = app.strapi.contentTypes[LEAD as never] as unknown as {
      attributes: Record<string, unknown>;
    };
    const { kind } = attributes;
    delete attributes.kind;
    try {
      const problems = await app.admin('get', '/calltouch/settings/problems');
      expect(problems.body.errors).toMatchObject([{ path: ['forms', '0', 'fields', 'tags'] }]);
      const preview = await app.admin('post', '/calltouch/preview').send({
        form: form({ fields: { fio: '{{ name }}', tags: '' } }),
      });
      expect(preview.status).toBe(200);
      const created = await app.visitor.post('/api/leads').send({ data: { name: 'Анна' } });
      expect(created.status).toBe(201);
      const delivery = await app.deliveryOf(LEAD, created.body.data.documentId);
      expect(delivery).toMatchObject({
        status: 'pending',
        lead: { fio: 'Анна' },
        warnings: [{ field: 'tags', code: 'attributeMissing', values: { attribute: 'kind' } }],
      });
      expect(delivery!.lead).not.toHaveProperty('tags');
    } finally {
      attributes.kind = kind;
    }
  });

  it('suffice for a test lead where nothing else is sent, which says that Calltouch is down', async () => {
    await put(settings());
    const test = () => app.admin('post', '/calltouch/test-lead').send({ site: 'main' });
    expect((await test()).body.outcome).toBe('accepted');
    await calltouch.stop();
    const answer = await test();
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ outcome: 'retry', reason: { code: 'refused' } });
  });
});
