import { startLocalCalltouch, type LocalCalltouch } from '../../local-calltouch';
import type { Check, CheckUp, Settings, Site } from '../../server/src/contracts';
import { form, settings, site } from '../support/settings';
import { startStrapi, type StartedStrapi } from '../support/startStrapi';

const LEAD = 'api::lead.lead';
const BOOKING = 'api::booking.booking';
/** A session that the local Calltouch knows. */
const SESSION = '1845461367';

jest.setTimeout(30_000);

describe('the check-up', () => {
  let calltouch: LocalCalltouch;
  let app: StartedStrapi;

  beforeAll(async () => {
    calltouch = await startLocalCalltouch({ requestsPerSecond: 0 });
    app = await startStrapi({
      CALLTOUCH_API_URL: calltouch.url,
      CALLTOUCH_REQUESTS_PER_SECOND: '0',
    });
  }, 60_000);

  afterAll(async () => {
    await app?.stop();
    await calltouch?.stop();
  });

  beforeEach(async () => {
    calltouch.reset();
    await save();
    // With their entries, or the sweep would take these for new submissions.
    await app.strapi.db.query(LEAD).deleteMany({});
    await app.strapi.db.getConnection('calltouch_deliveries').del();
    await app.strapi.db.getConnection('calltouch_attempts').del();
  });

  const save = async (
    delivery: Partial<Settings['delivery']> = {},
    forms = [form()],
    sites: Site[] = [site()],
  ) => {
    const document = settings(forms, delivery, sites);
    const saved = await app.admin('put', '/calltouch/settings').send(document);
    expect(saved.body).toEqual(document);
  };
  const checkUp = async (): Promise<CheckUp> => {
    const answer = await app.admin('get', '/calltouch/check-up');
    expect(answer.status).toBe(200);
    return answer.body;
  };
  const found = (checks: Check[]) =>
    Object.fromEntries(checks.map(({ code, variant }) => [code, variant]));
  const submit = async (data: object, status: 'delivered' | 'failed' = 'delivered') => {
    const created = await app.visitor
      .post('/api/leads')
      .send({ data: { name: 'Анна', phone: '9201234567', ...data } });
    await app.settled(LEAD, created.body.data.documentId, status);
  };

  it('of new settings is sure of what can be seen without a lead', async () => {
    const bare = form({ contentType: BOOKING, enabled: false, fields: { subject: 'Бронь' } });
    await save({ dailyLimit: 2 }, [form(), bare], [site({ modId: '' })]);
    const { sites, forms } = await checkUp();
    expect(sites).toMatchObject([{ key: 'main', name: 'example.ru' }]);
    expect(found(sites[0]!.checks)).toEqual({
      siteAccepted: 'none',
      modId: 'missing',
      hosts: 'known',
      dailyLimit: 'within',
    });
    expect(forms.map(({ displayName }) => displayName)).toEqual(['Lead', 'Booking']);
    expect(found(forms[0]!.checks)).toEqual({
      enabled: 'on',
      mapping: 'fits',
      contact: 'mapped',
      writeBack: 'mapped',
      publicCreate: 'allowed',
      recentLeads: 'none',
      capture: 'tooFew',
    });
    expect(found(forms[1]!.checks)).toMatchObject({
      enabled: 'off',
      contact: 'missing',
      writeBack: 'nothing',
    });
  });

  it('learns from the leads', async () => {
    await save({ dailyLimit: 2 });
    await submit({ calltouch: { sessionId: SESSION } });
    await submit({});
    const before = await checkUp();
    expect(found(before.sites[0]!.checks)).toMatchObject({
      siteAccepted: 'accepted',
      dailyLimit: 'reached',
    });
    expect(before.forms[0]!.checks.slice(-2)).toMatchObject([
      { state: 'right', variant: 'delivered', values: { delivered: '2', failed: '0' } },
      { state: 'right', variant: 'some', values: { withSession: '1', total: '2' } },
    ]);

    await save();
    calltouch.faults.setFault({ kind: 'text', text: 'Сайт не найден' }, { times: 1 });
    await submit({}, 'failed');
    const after = await checkUp();
    const [accepted] = after.sites[0]!.checks;
    expect(accepted).toMatchObject({
      state: 'wrong',
      variant: 'rejected',
      text: 'Сайт не найден',
    });
    expect(Math.abs(Date.parse(accepted!.values.at!) - Date.now())).toBeLessThan(10_000);
    expect(after.forms[0]!.checks.at(-2)).toMatchObject({
      state: 'wrong',
      variant: 'someFailed',
      values: { delivered: '2', failed: '1', total: '3' },
    });
  });

  it('sees that no page passes its session on, and why', async () => {
    for (let number = 1; number <= 5; number += 1) {
      await submit({ calltouch: { reason: number > 3 ? 'timeout' : 'blocked' } });
    }
    const { forms } = await checkUp();
    expect(forms[0]!.checks.at(-1)).toMatchObject({
      state: 'wrong',
      variant: 'neverForReason',
      values: { withSession: '0', total: '5', reason: 'blocked' },
    });
  });

  it('names what no longer fits the content type', async () => {
    await save({}, [form({ writeBack: { city: 'sessionCity' } })]);
    const { attributes } = app.strapi.contentTypes[LEAD]!;
    const { message, sessionCity } = attributes;
    delete attributes.message;
    delete attributes.sessionCity;
    try {
      const { checks } = (await checkUp()).forms[0]!;
      const problemsOf = (code: string) =>
        checks.find((item) => item.code === code)!.problems.map(({ path }) => path);
      expect(problemsOf('mapping')).toEqual([['forms', '0', 'fields', 'comment']]);
      expect(problemsOf('writeBack')).toEqual([['forms', '0', 'writeBack', 'city']]);
    } finally {
      Object.assign(attributes, { message, sessionCity });
    }
  });

  it('sees that the public role may not create entries', async () => {
    const role = await app.strapi.db
      .query('plugin::users-permissions.role')
      .findOne({ where: { type: 'public' } });
    const permissions = app.strapi.db.query('plugin::users-permissions.permission');
    await permissions.deleteMany({ where: { action: `${LEAD}.create`, role: role.id } });
    try {
      const { checks } = (await checkUp()).forms[0]!;
      expect(found(checks).publicCreate).toBe('notAllowed');
    } finally {
      await permissions.create({ data: { action: `${LEAD}.create`, role: role.id } });
    }
  });
});
