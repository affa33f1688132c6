import { startLocalCalltouch, type LocalCalltouch } from '../../local-calltouch';
import { conditionErrors } from '../../server/src/adapters/conditions';
import { createEntryReader } from '../../server/src/adapters/entryReader';
import type { Form } from '../../server/src/contracts';
import { form, settings } from '../support/settings';
import { startStrapi, type StartedStrapi } from '../support/startStrapi';

const SAMPLE = 'api::sample.sample';
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

describe('the entries of a form', () => {
  let calltouch: LocalCalltouch;
  let app: StartedStrapi;

  beforeAll(async () => {
    calltouch = await startLocalCalltouch({ requestsPerSecond: 0 });
    app = await startStrapi({
      CALLTOUCH_API_URL: calltouch.url,
      CALLTOUCH_REQUESTS_PER_SECOND: '0',
    });
  }, 120_000);

  afterAll(async () => {
    await app?.stop();
    await calltouch?.stop();
  });

  it('meet a condition that negates where they are empty', async () => {
    const product = (title: string) =>
      app.strapi.documents(PRODUCT as never).create({ data: { title } as never });
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
    const save = (one: Form) =>
      app.admin('put', '/calltouch/settings').send(settings([one], { paused: true }));
    expect((await save(conditioned({ text: { $ne: 'spam' } }))).status).toBe(200);
    const ids: Record<string, number> = {};
    const pending: string[] = [];
    for (const [name, data] of Object.entries(entries)) {
      const { documentId, id } = await app.strapi
        .documents(SAMPLE as never)
        .create({ data: data as never });
      ids[name] = Number(id);
      const delivery = await app.deliveryOf(SAMPLE, documentId);
      if (delivery?.status === 'pending') pending.push(name);
      else expect(delivery?.reason?.code).toBe('condition');
    }
    expect(pending).toEqual(['empty', 'blank', 'lead']);

    const forms = CONDITIONS.map(([condition]) => conditioned(condition));
    expect(await conditionErrors(app.strapi, forms)).toEqual([]);
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
});
