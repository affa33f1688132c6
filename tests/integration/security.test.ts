import {
  RESULT_ATTRIBUTES,
  WRITE_BACK_RESULTS,
  type ContentTypeInfo,
  type Form,
  type Settings,
  type SettingsError,
} from '../../server/src/contracts';
import { describeWithStrapi } from '../support/describeWithStrapi';
import { form, settings, site } from '../support/settings';
import { waitFor } from '../support/waitFor';

const LEAD = 'api::lead.lead';
/** Routes of the plugin that everybody may call. */
const OPEN = ['GET /api/calltouch/client.js', 'POST /api/calltouch/session'];

jest.setTimeout(60_000);

describeWithStrapi('security', {}, ({ app, calltouch }) => {
  beforeAll(async () => {
    await app.admin('put', '/calltouch/settings').send(settings());
  }, 60_000);

  const submit = (data: object) => app.visitor.post('/api/leads').send({ data });

  describe('every route of the plugin', () => {
    const routes = () =>
      app.strapi.server
        .listRoutes()
        .flatMap(({ methods, path: route }) =>
          methods.map((method: string) => [method, route] as const),
        )
        .filter(([method, route]) => method !== 'HEAD' && /calltouch/.test(route))
        .filter(([method, route]) => !OPEN.includes(`${method} ${route}`));

    it('is an administrator’s, and behind a permission', async () => {
      const nobody = await app.tokenWith([]);
      const found = routes();
      expect(found.length).toBeGreaterThan(10);
      for (const [method, route] of found) {
        const verb = method.toLowerCase() as 'get' | 'put' | 'post' | 'delete';
        const url = route.replaceAll(/:(\w+)/g, '1');
        const stranger = await app.visitor[verb](url).send({});
        expect([`${method} ${route}`, stranger.status]).toEqual([`${method} ${route}`, 401]);
        const unentitled = await app.admin(verb, url, nobody).send({});
        expect([`${method} ${route}`, unentitled.status]).toEqual([`${method} ${route}`, 403]);
      }
    });

    it('refuses a NUL, which PostgreSQL takes in no text, and takes the words for one', async () => {
      const nul = String.fromCharCode(0);
      const asked = [
        app.admin('get', `/calltouch/entries/${LEAD}/%00`),
        app.admin('get', `/calltouch/entries/${LEAD}?documentIds=%00`),
        app.admin('get', '/calltouch/deliveries?site=%00'),
        app.admin('get', '/calltouch/bulks/%00'),
        app.admin('post', `/calltouch/entries/${LEAD}/send`).send({ documentIds: [nul, 'x'] }),
        app.admin('post', '/calltouch/deliveries/resend').send({ filter: { site: nul } }),
        app.admin('post', '/calltouch/preview').send({ form: form(), documentId: nul }),
      ];
      for (const answer of await Promise.all(asked)) expect(answer.status).toBe(400);
      const search = await app.admin('get', '/calltouch/deliveries?search=\\u0000');
      expect(search.status).toBe(200);
      const words = form({ fields: { fio: '{{ name }} \\u0000' } });
      const preview = await app.admin('post', '/calltouch/preview').send({ form: words });
      expect(preview.status).toBe(200);
    });

    it.each(['deliveries', 'attempts', 'slots', 'calltouch-deliveries'])(
      'leaves the table of %s out of the public API',
      async (name) => {
        for (const prefix of ['/api', '/api/calltouch']) {
          expect((await app.visitor.get(`${prefix}/${name}`)).status).toBe(404);
        }
      },
    );
  });

  describe('the plugin’s attributes of an entry', () => {
    const names = Object.values(RESULT_ATTRIBUTES);
    let entry: string;

    beforeAll(async () => {
      // A site that shows its leads to everybody, and lets everybody change them.
      const role = await app.strapi.db
        .query('plugin::users-permissions.role')
        .findOne({ where: { type: 'public' } });
      for (const action of ['find', 'findOne', 'update']) {
        await app.strapi.db
          .query('plugin::users-permissions.permission')
          .create({ data: { action: `${LEAD}.${action}`, role: role.id } });
      }
      const created = await submit({ name: 'Анна', phone: '9201234567' });
      entry = created.body.data.documentId;
      await app.settled(LEAD, entry, 'delivered');
    });

    const stored = async (documentId: string): Promise<Record<string, unknown>> =>
      app.strapi.db.query(LEAD).findOne({ where: { documentId } });

    const forged = Object.fromEntries(names.map((name) => [name, 'forged']));

    it('can’t be set by a create', async () => {
      await app.admin('put', '/calltouch/settings').send(settings(undefined, { paused: true }));
      const answer = await submit({ name: 'Борис', phone: '9207654321', ...forged });
      await app.admin('put', '/calltouch/settings').send(settings());
      if (answer.status === 201) {
        expect(JSON.stringify(answer.body)).not.toContain('forged');
        const row = await stored(answer.body.data.documentId);
        for (const name of names) expect(row[name] ?? null).not.toBe('forged');
      } else expect(answer.status).toBe(400);
    });

    it('can’t be set by an update', async () => {
      const before = await stored(entry);
      const answer = await app.visitor
        .put(`/api/leads/${entry}`)
        .send({ data: { message: 'changed', ...forged } });
      expect([200, 400]).toContain(answer.status);
      const after = await stored(entry);
      for (const name of names) expect(after[name]).toEqual(before[name]);
    });

    it('can’t be read, and no filter, order or selection tells of them', async () => {
      const plain = await app.visitor.get(`/api/leads/${entry}`);
      expect(plain.status).toBe(200);
      const all = await app.visitor.get('/api/leads');
      expect(all.body.data.length).toBeGreaterThan(0);
      for (const name of names) {
        expect(plain.body.data).not.toHaveProperty(name);
        const queries = [
          `fields[0]=${name}`,
          `populate=${name}`,
          `populate[0]=${name}`,
          `sort=${name}`,
          `sort[0]=${name}:desc`,
          `filters[${name}][$notNull]=true`,
          `filters[${name}][$null]=true`,
          `filters[${name}][$startsWith]=d`,
          `filters[$or][0][${name}][$eq]=delivered`,
          `filters[$not][${name}][$eq]=delivered`,
        ];
        for (const query of queries) {
          const answer = await app.visitor.get(`/api/leads?${query}`);
          // Either refused, or answered as if nothing had been asked.
          if (answer.status === 200) {
            expect([query, answer.body.data.length]).toEqual([query, all.body.data.length]);
            expect(answer.text).not.toContain(name);
          } else expect([query, answer.status]).toEqual([query, 400]);
        }
      }
    });
  });

  describe('write-back to the users of the site', () => {
    const USER = 'plugin::users-permissions.user';
    const TOKEN = 'known-to-the-attacker';
    const userForm = (writeBack: Form['writeBack']) =>
      form({
        contentType: USER,
        fields: {
          fio: '{{ username }}',
          email: '{{ email }}',
          requestNumber: TOKEN,
          subject: 'Registration',
        },
        writeBack,
      });
    const put = (writeBack: Form['writeBack']) =>
      app.admin('put', '/calltouch/settings').send(settings([form(), userForm(writeBack)]));
    /** What Strapi's plugin made, that of Strapi, and what the site keeps private. */
    const CLOSED = [
      'username',
      'email',
      'provider',
      'password',
      'resetPasswordToken',
      'confirmationToken',
      'confirmed',
      'blocked',
      'role',
      'note',
      'id',
      'documentId',
      'locale',
      'createdAt',
      'updatedAt',
      'publishedAt',
      'createdBy',
      'constructor',
    ];

    afterAll(async () => {
      await app.admin('put', '/calltouch/settings').send(settings());
    });

    it('is refused for each of these, whatever the result', async () => {
      // Each document tries all of them; from one to the next the results move on by one.
      for (const shift of WRITE_BACK_RESULTS.keys()) {
        const tried = CLOSED.map((name, index): [string, string] => [
          WRITE_BACK_RESULTS[(index + shift) % WRITE_BACK_RESULTS.length]!,
          name,
        ]);
        const answer = await put(Object.fromEntries(tried));
        expect(answer.status).toBe(400);
        const { errors } = answer.body.error.details;
        for (const [result, name] of tried) {
          const path = ['forms', '1', 'writeBack', result];
          const code = expect.stringMatching(/^writeBack(Protected|System|Missing)$/);
          expect([name, errors]).toEqual([
            name,
            expect.arrayContaining([expect.objectContaining({ path, code })]),
          ]);
        }
      }
    });

    it('is offered and taken for what the site has added, and for the plugin’s own results', async () => {
      const { body } = await app.admin('get', '/calltouch/content-types');
      const user = body.find(({ uid }: ContentTypeInfo) => uid === USER) as ContentTypeInfo;
      const takers = user.attributes.filter(({ takes }) => takes.length > 0);
      expect(takers.map(({ name }) => name).sort()).toEqual(
        ['phone', 'utmSource', ...Object.values(RESULT_ATTRIBUTES)].sort(),
      );
      expect(user.suggestion.writeBack).toEqual(RESULT_ATTRIBUTES);
      const saved = await put({ utmSource: 'utmSource', requestId: 'calltouchRequestId' });
      expect([saved.status, saved.text]).toEqual([200, expect.any(String)]);
      // Of the site's own types, private attributes stay open.
      const lead = form({ writeBack: { source: 'secret' } });
      const own = await app.admin('put', '/calltouch/settings').send(settings([lead]));
      expect(own.status).toBe(200);
    });

    it('does nothing where settings that were stored before name such a target', async () => {
      expect((await put({ utmSource: 'utmSource' })).status).toBe(200);
      const store = app.strapi.store({ type: 'plugin', name: 'calltouch' });
      const stored = (await store.get({ key: 'settings' })) as { settings: Settings };
      stored.settings.forms[1]!.writeBack = {
        requestNumber: 'resetPasswordToken',
        status: 'note',
        uniqueRequest: 'confirmed',
        source: 'provider',
        deliveredAt: 'createdAt',
        utmSource: 'utmSource',
      };
      await store.set({ key: 'settings', value: stored });
      await waitFor('the settings', async () => {
        const { body } = await app.admin('get', '/calltouch/settings');
        return body.forms[1].writeBack.status === 'note';
      });

      const user = await app.strapi.documents(USER).create({
        data: {
          username: 'anna',
          email: 'anna@example.ru',
          password: 'Calltouch1',
          provider: 'local',
          confirmed: false,
          note: 'mine',
        } as never,
      });
      const delivery = await app.settled(USER, user.documentId, 'delivered');
      const row = await app.strapi.db
        .query(USER)
        .findOne({ where: { documentId: user.documentId } });
      expect(row).toMatchObject({
        resetPasswordToken: null,
        confirmed: false,
        provider: 'local',
        note: 'mine',
        createdAt: user.createdAt,
        calltouchStatus: 'delivered',
        calltouchRequestId: delivery.requestId,
      });
      expect(calltouch.leads.at(-1)!.params.requestNumber).toBe(TOKEN);
      const left = delivery.warnings.filter(({ field }) => field.startsWith('writeBack.'));
      expect(left.map(({ field, code }) => `${field}: ${code}`).sort()).toEqual([
        'writeBack.deliveredAt: writeBackSystem',
        'writeBack.requestNumber: writeBackProtected',
        'writeBack.source: writeBackProtected',
        'writeBack.status: writeBackProtected',
        'writeBack.uniqueRequest: writeBackProtected',
      ]);
      const reset = await app.visitor
        .post('/api/auth/reset-password')
        .send({ code: TOKEN, password: 'Taken-over1', passwordConfirmation: 'Taken-over1' });
      expect(reset.status).toBe(400);
      const { body } = await app.admin('get', '/calltouch/settings/problems');
      expect(body.errors.map(({ path }: SettingsError) => path[3]).sort()).toEqual(
        ['deliveredAt', 'requestNumber', 'source', 'status', 'uniqueRequest'].sort(),
      );
    });

    it.each([
      'plugin::users-permissions.permission',
      'plugin::users-permissions.role',
      'plugin::upload.file',
      'plugin::i18n.locale',
    ])('is refused for every attribute of %s', async (uid) => {
      const { attributes } = app.strapi.contentTypes[uid as never] as { attributes: object };
      const names = Object.keys(attributes).slice(0, WRITE_BACK_RESULTS.length);
      const tried = names.map((name, index) => [WRITE_BACK_RESULTS[index]!, name]);
      const writeBack = Object.fromEntries(tried) as Form['writeBack'];
      const other = form({ contentType: uid, fields: {}, writeBack });
      const answer = await app.admin('put', '/calltouch/settings').send(settings([other]));
      expect(answer.status).toBe(400);
      expect(answer.body.error.details.errors).toHaveLength(names.length);
      expect(names.length).toBeGreaterThan(3);
    });

    it.each([
      'admin::user',
      'admin::api-token',
      'strapi::core-store',
      'plugin::calltouch.delivery',
    ])('needs a form, which %s can’t be', async (uid) => {
      const other = form({ contentType: uid, fields: {} });
      const answer = await app.admin('put', '/calltouch/settings').send(settings([other]));
      expect(answer.body.error.details.errors).toMatchObject([{ code: 'unknownContentType' }]);
    });

    it.each<[string, Partial<Form>]>([
      ['a template', { fields: { comment: '{{ resetPasswordToken }}' } }],
      ['a template', { fields: { comment: '{{ password }}' } }],
      ['a condition', { condition: { resetPasswordToken: { $startsWith: 'a' } } }],
      ['a condition', { condition: { $not: { password: { $startsWith: '$2' } } } }],
      [
        'a condition',
        { condition: { role: { users: { confirmationToken: { $notNull: true } } } } },
      ],
    ])('and %s tell no secret: %j', async (_what, changes) => {
      const asked = { ...userForm({}), ...changes };
      const saved = await app.admin('put', '/calltouch/settings').send(settings([asked]));
      expect(saved.status).toBe(400);
      const preview = await app.admin('post', '/calltouch/preview').send({ form: asked });
      expect(preview.status).toBe(400);
    });
  });

  describe('settings that would send leads elsewhere', () => {
    it.each([
      '18990/../../evil',
      '../18990',
      '..',
      '.',
      '%2e%2e',
      '18990%2f..',
      '18990?x=1',
      '18990#x',
      '18990;x',
      '@evil.ru',
      'evil.ru',
      '//evil.ru',
      'http://evil.ru/',
      '18990\\..',
      '18990\r\nHost: evil.ru',
      '１８９９０',
      '-1',
      '',
    ])('are refused: siteId %j', async (siteId) => {
      const answer = await app
        .admin('put', '/calltouch/settings')
        .send(settings(undefined, {}, [site({ siteId })]));
      expect(answer.status).toBe(400);
      expect(answer.body.error.details.errors).toContainEqual(
        expect.objectContaining({ path: ['sites', '0', 'siteId'] }),
      );
    });

    it.each(['http://evil.ru', 'evil.ru/path', 'evil.ru:80', 'user@evil.ru', 'a b', '*', '..'])(
      'are refused: host %j',
      async (host) => {
        const answer = await app
          .admin('put', '/calltouch/settings')
          .send(settings(undefined, {}, [site({ hosts: [host] })]));
        expect(answer.status).toBe(400);
      },
    );

    it('do not exist: no member of a site or form is an address to send to', async () => {
      const elsewhere = { apiUrl: 'http://127.0.0.1:9', url: 'http://127.0.0.1:9' };
      const answer = await app
        .admin('put', '/calltouch/settings')
        .send({ ...settings([{ ...form(), ...elsewhere }], {}, [{ ...site(), ...elsewhere }]) });
      expect([200, 400]).toContain(answer.status);
      await app.admin('put', '/calltouch/settings').send(settings());
      const before = calltouch.leads.length;
      // The page's host is the visitor's to say; it chooses a site and nothing else.
      const created = await submit({
        name: 'Анна',
        phone: '9201234567',
        calltouch: { pageUrl: 'http://127.0.0.1:9/' },
      });
      await app.settled(LEAD, created.body.data.documentId, 'delivered');
      expect(calltouch.leads.length).toBe(before + 1);
    });
  });

  describe('a script in a visitor’s text', () => {
    const script = `"><script>alert('x')</script><img src=x onerror=alert(1)>\u2028</script>`;

    it('is stored and sent as it is, and comes back as JSON that no browser runs', async () => {
      const created = await submit({ name: script, phone: '9201234567', message: script });
      expect(created.status).toBe(201);
      const entry: string = created.body.data.documentId;
      const delivery = await app.settled(LEAD, entry, 'delivered');
      expect(delivery.lead).toMatchObject({ comment: script });
      expect(calltouch.leads.at(-1)!.params.comment).toBe(script);
      const answer = await app.admin('get', `/calltouch/entries/${LEAD}/${entry}`);
      expect(answer.headers['content-type']).toMatch(/^application\/json/);
      expect(answer.headers['x-content-type-options']).toBe('nosniff');
    });
  });
});
