import { describeWithStrapi } from '../support/describeWithStrapi';
import { form, settings } from '../support/settings';

const SAMPLE = 'api::sample.sample';

jest.setTimeout(30_000);

describeWithStrapi(
  'every type of attribute',
  { env: { CALLTOUCH_METHOD: 'GET' } },
  ({ app, calltouch }) => {
    beforeEach(() => calltouch.reset());

    /** Custom fields take twenty at a time, so the templates go in two rounds. */
    const send = async (templates: Record<string, string>, data: object) => {
      const customFields = Object.entries(templates).map(([name, value]) => ({ name, value }));
      const saved = await app
        .admin('put', '/calltouch/settings')
        .send(settings([form({ contentType: SAMPLE, fields: { fio: 'Анна' }, customFields })]));
      expect(saved.body.error?.details).toBeUndefined();
      const created = await app.visitor.post('/api/samples').send({ data });
      expect(created.status).toBe(201);
      const delivery = await app.settled(SAMPLE, created.body.data.documentId, 'delivered');
      expect(delivery.warnings).toEqual([]);
      const [arrival] = calltouch.arrivals;
      expect(arrival!.method).toBe('GET');
      return Object.fromEntries(
        Object.entries(arrival!.params)
          .filter(([name]) => name.startsWith('customField['))
          .map(([name, value]) => [name.slice('customField['.length, -1), value]),
      );
    };

    it('of one value has its text', async () => {
      const names = [
        'title',
        'text',
        'rich',
        'email',
        'code',
        'count',
        'big',
        'ratio',
        'price',
        'day',
        'hour',
        'moment',
        'agreed',
        'choice',
        'data',
        'blocks',
      ];
      const sent = await send(Object.fromEntries(names.map((name) => [name, `{{ ${name} }}`])), {
        title: 'Заголовок',
        text: 'a & b',
        rich: '**bold**',
        email: 'a@example.ru',
        code: 'zagolovok',
        count: 0,
        big: '9007199254740993',
        ratio: 0.5,
        price: 10.25,
        day: '2026-03-26',
        hour: '10:30:00.000',
        moment: '2026-03-26T07:00:00.000Z',
        agreed: false,
        choice: 'two',
        data: { a: [1, 'б'] },
        blocks: [{ type: 'paragraph', children: [{ type: 'text', text: 'Абзац' }] }],
      });
      expect(sent).toMatchObject({
        title: 'Заголовок',
        text: 'a & b',
        email: 'a@example.ru',
        code: 'zagolovok',
        count: '0',
        ratio: '0.5',
        price: '10.25',
        agreed: expect.stringMatching(/./),
        choice: 'two',
        data: '{"a":[1,"б"]}',
        blocks: 'Абзац',
      });
      expect(sent.day).toContain('26');
      expect(sent.hour).toContain('10:30');
      expect(sent.moment).toContain('10:00');
      expect(sent.rich).toContain('bold');
    });

    it('of several values has its text, and missing ones are left out', async () => {
      const products = app.strapi.documents('api::product.product' as never);
      const first = await products.create({ data: { title: 'Прага' } as never });
      const second = await products.create({ data: { title: 'Вена' } as never });
      const sent = await send(
        {
          one: '{{ product.title }}',
          many: '{{ products }}',
          address: '{{ address.city }}, {{ address.street }}',
          phones: '{% for phone in phones %}{{ phone.label }}: {{ phone.number }}; {% endfor %}',
          photo: '{{ photo.name }}',
          nothing: '{{ title }}',
          noDate: '{{ day }}',
        },
        {
          product: first.documentId,
          products: [first.documentId, second.documentId],
          address: { city: 'Казань', street: 'Баумана' },
          phones: [
            { label: 'дом', number: '1' },
            { label: 'работа', number: '2' },
          ],
        },
      );
      expect(sent).toEqual({
        one: 'Прага',
        many: expect.stringContaining('Прага'),
        address: 'Казань, Баумана',
        phones: 'дом: 1; работа: 2;',
      });
      expect(sent.many).toContain('Вена');
    });

    it('has a file that is attached later in a lead that is sent again, not in the first', async () => {
      const sent = await send(
        { title: '{{ title }}', photo: '{{ photo.name }}' },
        { title: 'Окно' },
      );
      expect(sent).toEqual({ title: 'Окно' });
      const [delivery] = (await app.admin('get', '/calltouch/deliveries?pageSize=1')).body.results;
      const row = await app.strapi.db.query(SAMPLE).findOne({ where: { title: 'Окно' } });
      await app.strapi.db.query('plugin::upload.file').create({
        data: {
          name: 'plan.png',
          hash: 'plan',
          ext: '.png',
          mime: 'image/png',
          size: 1,
          url: '/uploads/plan.png',
          provider: 'local',
          folderPath: '/',
          related: [{ id: row.id, __type: SAMPLE, __pivot: { field: 'photo' } }],
        },
      });
      const resent = await app.admin('post', `/calltouch/deliveries/${delivery.id}/resend`);
      expect(resent.status).toBe(202);
      await app.settled(SAMPLE, delivery.documentId, 'delivered');
      expect(calltouch.arrivals).toHaveLength(2);
      expect(calltouch.arrivals[1]!.params['customField[photo]']).toBe('plan.png');
    });
  },
);
