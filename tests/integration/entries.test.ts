import { databaseErrors } from '../../server/src/settings/conditionCheck';
import { createEntryReader } from '../../server/src/entries/entryReader';
import { openFormMarks, type FormMarks } from '../../server/src/entries/formMarks';
import { databaseClock } from '../../server/src/outbox/databaseClock';
import { createSettingsStore } from '../../server/src/settings/settingsStore';
import { createSubmissions } from '../../server/src/entries/submissions';
import { createIntake } from '../../server/src/intake/moveIntake';
import { createSweep } from '../../server/src/entries/sweep';
import type { PluginConfig } from '../../server/src/config';
import type { CheckUp, Form, Settings } from '../../server/src/contracts';
import { describeWithStrapi } from '../support/describeWithStrapi';
import { form, settings } from '../support/settings';
import { waitFor } from '../support/waitFor';

const LEAD = 'api::lead.lead';
const BOOKING = 'api::booking.booking';
const SAMPLE = 'api::sample.sample';
const ROOM = 'api::room.room';
const PRODUCT = 'api::product.product';

jest.setTimeout(60_000);

/** A condition, and of the entries below those that meet it. */
const CONDITIONS: [condition: Record<string, unknown>, holdsFor: string[]][] = [
  [{ text: { $ne: 'spam' } }, ['empty', 'blank', 'lead']],
  [{ text: { $nei: 'spam' } }, ['empty', 'blank', 'lead']],
  [{ text: { $notIn: ['spam', 'x'] } }, ['empty', 'blank', 'lead']],
  [{ text: { $notIn: ['spam', null] } }, ['blank', 'lead']],
  [{ text: { $notContains: 'pa' } }, ['empty', 'blank', 'lead']],
  [{ text: { $notContainsi: 'PA' } }, ['empty', 'blank', 'lead']],
  [{ text: { $not: { $eq: 'spam' } } }, ['empty', 'blank', 'lead']],
  [{ $not: { text: 'spam' } }, ['empty', 'blank', 'lead']],
  [{ $not: { $or: [{ text: 'spam' }, { text: '' }] } }, ['empty', 'lead']],
  [{ $not: { text: { $ne: 'spam' } } }, ['spam']],
  [{ text: { $ne: null } }, ['blank', 'lead', 'spam']],
  [{ text: { $eq: 'spam' } }, ['spam']],
  [{ text: { $null: true } }, ['empty']],
  [{ text: { $in: ['spam', null] } }, ['empty', 'spam']],
  [{ count: { $ne: 5 } }, ['empty', 'blank', 'lead']],
  [{ count: { $not: { $gt: 3 } } }, ['empty', 'blank', 'lead']],
  [{ agreed: { $ne: true } }, ['empty', 'blank', 'lead']],
  [{ product: { title: { $ne: 'Spam' } } }, ['empty', 'blank', 'lead']],
  [{ $not: { product: { title: { $eq: 'Spam' } } } }, ['empty', 'blank', 'lead']],
  [{ product: { $or: [{ title: { $notIn: ['Spam'] } }] } }, ['empty', 'blank', 'lead']],
  [{ address: { city: { $ne: 'Spam' } } }, ['empty', 'blank', 'lead']],
  [{ phones: { label: { $notContains: 'Spam' } } }, ['empty', 'blank', 'lead']],
  [
    { $or: [{ text: { $ne: 'spam' } }, { count: 5 }], product: { title: { $ne: 'Spam' } } },
    ['empty', 'blank', 'lead'],
  ],
];

describeWithStrapi('the entries of a form', {}, ({ app }) => {
  it('meet a condition that negates where they are empty', async () => {
    const product = (title: string) => app.strapi.documents(PRODUCT).create({ data: { title } });
    const [spam, sofa] = [await product('Spam'), await product('Sofa')];
    const entries: Record<string, object> = {
      empty: {},
      blank: { text: '', product: sofa.documentId },
      lead: {
        text: 'lead',
        count: 1,
        agreed: false,
        address: { street: 'Spam' },
        product: sofa.documentId,
        phones: [{ number: '1' }],
      },
      spam: {
        text: 'spam',
        count: 5,
        agreed: true,
        address: { city: 'Spam' },
        product: spam.documentId,
        phones: [{ label: 'Spam' }],
      },
    };
    const conditioned = (condition: Form['condition']) =>
      form({ contentType: SAMPLE, condition, fields: { fio: 'A' } });
    await save(conditioned({ text: { $ne: 'spam' } }));
    const ids: Record<string, number> = {};
    const pending: string[] = [];
    for (const [name, data] of Object.entries(entries)) {
      const { documentId, id } = await app.strapi.documents(SAMPLE).create({ data });
      ids[name] = Number(id);
      const delivery = await app.deliveryOf(SAMPLE, documentId);
      if (delivery?.status === 'pending') pending.push(name);
      else expect(delivery?.reason?.code).toBe('condition');
    }
    expect(pending).toEqual(['empty', 'blank', 'lead']);

    const forms = CONDITIONS.map(([condition]) => conditioned(condition));
    expect(await databaseErrors(app.strapi, forms)).toEqual([]);
    const reader = createEntryReader(app.strapi);
    const seen: typeof CONDITIONS = [];
    for (const [condition] of CONDITIONS) {
      const holdsFor: string[] = [];
      for (const [name, id] of Object.entries(ids)) {
        if (await reader.matches(conditioned(condition), id)) holdsFor.push(name);
      }
      seen.push([condition, holdsFor]);
    }
    expect(seen).toEqual(CONDITIONS);
  });

  const customFields = (templates: Record<string, string>) =>
    Object.entries(templates).map(([name, value]) => ({ name, value }));
  const save = async (...forms: Form[]) => {
    const saved = await app
      .admin('put', '/calltouch/settings')
      .send(settings(forms, { paused: true }));
    expect(saved.body.error?.details).toBeUndefined();
  };
  const leadOf = async (contentType: string, documentId: string) => {
    const lead = (await app.deliveryOf(contentType, documentId))?.lead;
    return (
      lead && {
        ...lead,
        ...Object.fromEntries(lead.customFields.map(({ name, value }) => [name, value])),
      }
    );
  };

  it('tell of related documents what a visitor of the site would see', async () => {
    const { strapi } = app;
    await strapi.plugin('i18n').service('locales').create({ code: 'ru', name: 'Russian' });
    const rooms = strapi.documents(ROOM);
    const room = async (title: string, neighbour?: string) => {
      const made = await rooms.create({
        data: { title, neighbour } as never,
        status: 'published',
      });
      await rooms.update({
        documentId: made.documentId,
        data: { title: `${title} (draft)` } as never,
      });
      return made.documentId;
    };
    const cellar = await room('Cellar');
    const kitchen = await room('Kitchen', cellar);
    const sofa = await room('Sofa');
    const { documentId: attic } = await rooms.create({ data: { title: 'Attic' } as never });
    await rooms.update({ documentId: kitchen, locale: 'ru', data: { title: 'Кухня' } as never });
    await rooms.publish({ documentId: kitchen, locale: 'ru' });

    const templates = {
      one: '{{ room }}',
      title: '{{ room.title }}',
      many: '{{ rooms }}',
      size: '{{ rooms.size }}',
      bidirectional: '{{ tours }}',
      draft: '{{ attic.title }}',
      nested: '{{ room.neighbour.title }}',
      listed: '{% for one in rooms %}{{ one.neighbour.title }}{% endfor %}',
      component: '{{ address.rooms }}',
      zone: '{% for part in zone %}{{ part.rooms }}{% endfor %}',
    };
    const { draft: _, ...ofSamples } = templates;
    const sampleForm = form({
      contentType: SAMPLE,
      fields: { fio: 'A' },
      customFields: customFields(ofSamples),
    });
    const bookingForm = form({
      contentType: BOOKING,
      fields: { fio: 'A' },
      customFields: customFields({ title: '{{ room.title }}' }),
    });
    await save(sampleForm, bookingForm);
    const address = { rooms: [kitchen, attic] };
    const { documentId } = await strapi.documents(SAMPLE).create({
      data: {
        room: kitchen,
        rooms: [sofa, kitchen, attic],
        tours: [kitchen, sofa],
        address,
        zone: [{ __component: 'contact.address', ...address }],
      },
    });
    const seen = {
      one: 'Kitchen',
      title: 'Kitchen',
      many: 'Sofa, Kitchen, Attic',
      size: '3',
      bidirectional: 'Kitchen, Sofa',
      nested: 'Cellar',
      listed: 'Cellar',
      component: 'Kitchen, Attic',
      zone: 'Kitchen, Attic',
    };
    expect(await leadOf(SAMPLE, documentId)).toMatchObject(seen);
    const preview = await app
      .admin('post', '/calltouch/preview')
      .send({ form: sampleForm, documentId });
    expect(preview.body.lead.customFields).toEqual(customFields(seen));

    // Of an entry with drafts, too, and in its own language.
    const bookings = strapi.documents(BOOKING);
    const titleOf = async (data: object, more: object = {}) => {
      const booking = await bookings.create({ data, ...more });
      return ((await leadOf(BOOKING, booking.documentId)) as { title?: string } | null)?.title;
    };
    expect(await titleOf({ room: kitchen })).toBe('Kitchen');
    expect(await titleOf({ room: attic })).toBe('Attic');
    expect(await titleOf({ room: kitchen }, { status: 'published' })).toBe('Kitchen');
    expect(await titleOf({ room: kitchen }, { locale: 'ru' })).toBe('Кухня');
  });

  it.each([
    ['a plain mapping', 'Order {{ title }}'],
    ['a mapping that names a relation', 'Order {{ title }}{{ product.title }}'],
  ])('are sent as their transaction commits them, with %s', async (_, subject) => {
    const { db } = app.strapi;
    await save(
      form({
        contentType: SAMPLE,
        fields: { fio: 'A', subject },
        condition: { title: { $ne: 'no' } },
      }),
    );
    let change: ((id: number) => Promise<unknown>) | null = null;
    const stop = db.lifecycles.subscribe({
      models: [SAMPLE],
      afterCreate: async (event) => {
        await change?.(Number((event.result as { id: number }).id));
      },
    });
    const titled = (title: string) => (id: number) =>
      db.query(SAMPLE).update({ where: { id }, data: { title } });
    const create = () => app.strapi.documents(SAMPLE).create({ data: {} });
    try {
      // A subscriber after ours.
      change = titled('17');
      expect(await leadOf(SAMPLE, (await create()).documentId)).toMatchObject({
        subject: 'Order 17',
      });
      // The visitor's own request.
      const posted = await app.visitor.post('/api/samples').send({ data: { title: 'x' } });
      expect(await leadOf(SAMPLE, posted.body.data.documentId)).toMatchObject({
        subject: 'Order 17',
      });
      // The condition is asked of it, too.
      change = titled('no');
      const skipped = await app.deliveryOf(SAMPLE, (await create()).documentId);
      expect(skipped).toMatchObject({ status: 'skipped', reason: { code: 'condition' } });
      // A statement past Strapi, later in the same transaction.
      change = null;
      const created = await db.transaction(async ({ trx }) => {
        const made = await create();
        await db
          .connection('samples')
          .transacting(trx)
          .where({ id: made.id })
          .update({ title: '18' });
        return made;
      });
      expect(await leadOf(SAMPLE, created.documentId)).toMatchObject({ subject: 'Order 18' });
      // What is gone before the commit was never submitted.
      const gone = await db.transaction(async () => {
        const made = await create();
        await app.strapi.documents(SAMPLE).delete({ documentId: made.documentId });
        return made;
      });
      expect(await app.deliveryOf(SAMPLE, gone.documentId)).toBeNull();
    } finally {
      stop();
    }
  });

  it('are no submissions where they are older than the form, and are sent by hand', async () => {
    const { db } = app.strapi;
    const leadForm = form({ contentType: BOOKING, fields: { fio: '{{ name }}' } });
    await db.query(BOOKING).create({
      data: { documentId: 'old', locale: 'en', name: 'A', createdAt: new Date('2020-01-01') },
    });
    await save(form(), leadForm);
    const imported = { name: 'A', phone: '9201234567', createdAt: new Date('2020-01-01') };
    await db.query(LEAD).create({ data: { documentId: 'import1', ...imported } });
    await db.query(LEAD).createMany({
      data: ['import2', 'import3'].map((documentId) => ({ documentId, ...imported })),
    });
    await db.query(LEAD).create({
      data: { documentId: 'future', ...imported, createdAt: new Date('2099-01-01') },
    });
    // Another language of an older entry, and its publication.
    await app.strapi
      .documents(BOOKING)
      .update({ documentId: 'old', locale: 'ru', data: { name: 'Б' } as never });
    await app.strapi.documents(BOOKING).publish({ documentId: 'old', locale: 'ru' });
    await sweep();
    for (const documentId of ['import1', 'import2', 'import3']) {
      expect(await app.deliveryOf(LEAD, documentId)).toBeNull();
    }
    expect(await app.deliveryOf(BOOKING, 'old')).toBeNull();
    const future = await app.deliveryOf(LEAD, 'future');
    expect(Math.abs(Date.parse(future!.submittedAt) - Date.now())).toBeLessThan(60_000);
    const sent = await app.admin('post', `/calltouch/entries/${LEAD}/import1/send`);
    expect(sent.body.delivery).toMatchObject({ status: 'pending', documentId: 'import1' });
  });

  it('are found where somebody publishes them past Strapi, however old they are', async () => {
    await save(form({ contentType: BOOKING, sendOn: 'publish', fields: { fio: '{{ name }}' } }));
    const made = await app.strapi.documents(BOOKING).create({ data: { name: 'Late' } as never });
    const rounds = await sweep();
    await rounds(Date.now() + 15 * 60_000);
    // Final by now: the row lies behind what is looked at for the first time.
    await rounds(Date.now() + 30 * 60_000);
    expect(await app.deliveryOf(BOOKING, made.documentId)).toBeNull();
    await app.strapi.db
      .connection('bookings')
      .where({ id: made.id })
      .update({ published_at: new Date() });
    await rounds(Date.now() + 31 * 60_000);
    expect(await leadOf(BOOKING, made.documentId)).toMatchObject({ fio: 'Late' });
  });

  it('are swept whatever is wrong with another form, which check-up and log name', async () => {
    await save(form(), form({ contentType: SAMPLE, fields: { fio: 'A' } }));
    const { db } = app.strapi;
    const store = app.strapi.store({ type: 'plugin', name: 'calltouch' });
    const stored = (await store.get({ key: 'settings' })) as { settings: Settings };
    const gone = form({ contentType: 'api::gone.gone' });
    const unfit = form({ condition: { nowhere: { $eq: 1 } } });
    const sample = form({ contentType: SAMPLE, fields: { fio: 'A' } });
    await store.set({
      key: 'settings',
      value: { settings: { ...stored.settings, forms: [gone, unfit, sample] } },
    });
    const errors: string[] = [];
    const log = jest.spyOn(app.strapi.log, 'error').mockImplementation((line: unknown) => {
      errors.push(String(line));
      return app.strapi.log;
    });
    const raw = (table: string, documentId: string) =>
      db.connection(table).insert({ document_id: documentId, created_at: new Date() });
    await raw('leads', 'rawlead');
    await raw('samples', 'rawsample');
    const rounds = await sweep();
    await rounds(Date.now());
    log.mockRestore();
    expect(await app.deliveryOf(SAMPLE, 'rawsample')).toMatchObject({ status: 'pending' });
    expect(await app.deliveryOf(LEAD, 'rawlead')).toMatchObject({
      status: 'failed',
      reason: { code: 'conditionFailed', text: expect.stringContaining('nowhere') },
    });
    expect(errors).toEqual([expect.stringMatching(/api::gone\.gone.*no such content type/)]);
    await waitFor('the settings of another instance', async () => {
      const { body } = await app.admin('get', '/calltouch/check-up');
      const wrong = body.forms.map(({ contentType, checks }: CheckUp['forms'][number]) => [
        contentType,
        checks.flatMap(({ problems }) => problems.map(({ path }) => path.at(-1))),
      ]);
      return (
        JSON.stringify(wrong) ===
        JSON.stringify([
          ['api::gone.gone', ['contentType']],
          [LEAD, ['condition']],
          [SAMPLE, []],
        ])
      );
    });
    expect((await app.admin('get', '/calltouch/overview')).status).toBe(200);
    const send = await app
      .admin('post', '/calltouch/entries/api::gone.gone/send')
      .send({ documentIds: ['x'] });
    expect(send.body.error.details.code).toBe('noForm');
    const one = await app.admin('post', '/calltouch/entries/api::gone.gone/x/send');
    expect(one.status).toBe(404);
  });

  it('are shown with the language in which the admin opens them', async () => {
    await save(form({ contentType: BOOKING, fields: { fio: '{{ name }}' } }), form());
    const booking = await app.strapi
      .documents(BOOKING)
      .create({ locale: 'ru', data: { name: 'Б' } as never });
    const lead = await app.strapi.documents(LEAD).create({ data: { name: 'A' } });
    expect(await app.deliveryOf(BOOKING, booking.documentId)).toMatchObject({ locale: 'ru' });
    expect(await app.deliveryOf(LEAD, lead.documentId)).toMatchObject({ locale: null });
  });

  describe('older than the settings that were brought here', () => {
    const HOUR_MS = 60 * 60 * 1000;
    const marks = () => app.strapi.db.connection('calltouch_marks');
    const stored = () => app.strapi.store({ type: 'plugin', name: 'calltouch' });
    const insert = (documentId: string, createdAtMs = Date.now()) =>
      app.strapi.db
        .connection('leads')
        .insert({ document_id: documentId, name: 'A', created_at: new Date(createdAtMs) });
    /** A settings document as a file or another database brings it, past the plugin. */
    const bring = async (activations?: object) => {
      const { settings: now } = (await stored().get({ key: 'settings' })) as { settings: Settings };
      const value = { settings: { ...now, forms: [form()] }, activations };
      await stored().set({ key: 'settings', value });
    };

    it('are not sent, whatever moment was brought along', async () => {
      await save(form({ contentType: BOOKING, fields: { fio: '{{ name }}' } }));
      for (const id of ['old1', 'old2', 'old3']) await insert(id, Date.now() - HOUR_MS);
      await bring({ [LEAD]: { atMs: Date.now() - 2 * HOUR_MS } });
      await stored().set({ key: 'sweep', value: { [LEAD]: 0 } });
      await sweep();
      await insert('new1');
      await sweep();
      for (const id of ['old1', 'old2', 'old3']) expect(await app.deliveryOf(LEAD, id)).toBeNull();
      expect(await app.deliveryOf(LEAD, 'new1')).not.toBeNull();
    });

    it('are found after an update from a version that kept the moments there', async () => {
      await save(form({ contentType: BOOKING, fields: { fio: '{{ name }}' } }));
      const [swept] = await insert('swept', Date.now() - HOUR_MS).returning('id');
      await insert('missed', Date.now() - HOUR_MS);
      await bring({ [LEAD]: { atMs: Date.now() - 2 * HOUR_MS }, x: null, y: { atMs: 'z' } });
      const from = typeof swept === 'object' ? swept.id : swept;
      await stored().set({ key: 'sweep', value: { [LEAD]: from } });
      await marks().delete();
      await sweep();
      expect(await app.deliveryOf(LEAD, 'swept')).toBeNull();
      expect(await app.deliveryOf(LEAD, 'missed')).not.toBeNull();
      expect(await marks().where({ content_type: '' })).toHaveLength(1);
    });

    it('are forgotten with a form that is switched off, and in a copy', async () => {
      await save(form());
      await insert('before', Date.now());
      await save(form({ enabled: false }));
      expect(await marks().where({ content_type: LEAD })).toEqual([]);
      await save(form());
      await sweep();
      expect(await app.deliveryOf(LEAD, 'before')).toBeNull();
      await insert('there');
      await marks().where({ content_type: LEAD }).update({ swept_id: 1_000_000 });
      await openMarks((opened) => opened.beginAnew(Date.now() + 1));
      await new Promise((resolve) => setTimeout(resolve, 5));
      await insert('here');
      await sweep();
      expect(await app.deliveryOf(LEAD, 'there')).toBeNull();
      expect(await app.deliveryOf(LEAD, 'here')).not.toBeNull();
    });

    it('are found though somebody takes the marks away while the site runs', async () => {
      await save(form());
      await insert('between');
      await marks().delete();
      // Of this process, and of one that starts anew: what each knew stands.
      await waitFor('the mark', () => marks().where({ content_type: LEAD }).first());
      await sweep();
      expect(await app.deliveryOf(LEAD, 'between')).not.toBeNull();
    });

    it.each([[{}], [{ settings: null }], [{ settings: { forms: [null] } }], [[]], ['x']])(
      'keep no site from starting where the settings are %j',
      async (value) => {
        await save(form());
        await stored().set({ key: 'settings', value });
        const told: unknown[] = [];
        const store = await createSettingsStore(
          app.strapi,
          (error) => told.push(error),
          async () => undefined,
        );
        store.stop();
        expect(store.current().forms).toEqual([]);
        const words = expect.stringMatching(/no settings/);
        expect(told).toEqual([expect.objectContaining({ message: words })]);
        // Since when its forms are on is still known once the settings are mended.
        expect(await marks().where({ content_type: LEAD })).toHaveLength(1);
      },
    );

    it('leave the settings before them in force where somebody stores what are none', async () => {
      await save(form());
      await stored().set({ key: 'settings', value: {} });
      // Longer than a running site takes to see it.
      await new Promise((resolve) => setTimeout(resolve, 6_000));
      const sent = await app.strapi
        .documents(LEAD)
        .create({ data: { name: 'A', phone: '9201234567' } });
      expect(await app.deliveryOf(LEAD, sent.documentId)).not.toBeNull();
    });

    it('are swept anew where the rows count from 1 again', async () => {
      await save(form());
      await insert('restored');
      await marks().where({ content_type: LEAD }).update({ swept_id: 1_000_000 });
      await sweep();
      expect(await app.deliveryOf(LEAD, 'restored')).not.toBeNull();
    });

    const openMarks = async (use: (marks: FormMarks) => Promise<void>) => {
      await use(await openFormMarks(app.strapi, () => Promise.reject(new Error('asked again'))));
    };
  });

  /** A round of a sweep of the test's own, by the stored settings; returns how to make more. */
  const sweep = async () => {
    const { strapi } = app;
    const onError = (error: unknown) => {
      throw error;
    };
    const store = await createSettingsStore(strapi, onError, async () => undefined);
    store.stop();
    const config = strapi.config.get<PluginConfig>('plugin::calltouch');
    const clock = databaseClock(strapi);
    const intake = createIntake(strapi, clock, onError);
    const submissions = createSubmissions({
      ...{ strapi, config, onError },
      settings: store,
      momentIn: clock,
      intake,
      takenIn: () => undefined,
      wake: () => undefined,
    });
    const round = createSweep(strapi, store, submissions, intake);
    await round(Date.now());
    return round;
  };
});
