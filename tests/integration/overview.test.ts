import type { Check, CheckUp, Overview, Settings, Site } from '../../server/src/contracts';
import { describeWithStrapi } from '../support/describeWithStrapi';
import { deliveryRow, insertDeliveries } from '../support/insertDeliveries';
import { form, settings, site } from '../support/settings';
import { waitFor } from '../support/waitFor';

const LEAD = 'api::lead.lead';
const BOOKING = 'api::booking.booking';
const DAY_MS = 24 * 3_600_000;
/** A session that the local Calltouch knows. */
const SESSION = '1845461367';

jest.setTimeout(30_000);

describeWithStrapi('what an administrator looks at', { isLimited: true }, ({ app, calltouch }) => {
  describe('the overview', () => {
    beforeAll(async () => {
      await app.admin('put', '/calltouch/settings').send(settings());
    }, 60_000);

    const table = () => app.strapi.db.connection('calltouch_deliveries');
    const overview = async (query: object = {}): Promise<Overview> => {
      const answer = await app.admin('get', '/calltouch/overview').query(query);
      expect(answer.status).toBe(200);
      return answer.body;
    };

    it('counts the days of the first site’s zone, sessions, sources and reasons', async () => {
      // Days of this zone begin at 18:15 UTC.
      await app
        .admin('put', '/calltouch/settings')
        .send(settings([form()], {}, [site({ timeZone: 'Asia/Kathmandu' })]));
      await table().where('status', 'like', '%').delete();
      const { perDay } = await overview({ days: 3 });
      const [, yesterday] = perDay;
      const startMs = Date.parse(`${yesterday!.day}T00:00:00+05:45`);
      const at = (submittedAt: number, changes: object = {}) => ({
        submitted_at: submittedAt,
        site_key: 'figures',
        ...changes,
      });
      const ya = { source: 'yandex', medium: 'cpc', has_session: true };
      await insertDeliveries(app.strapi, [
        deliveryRow('1', at(startMs - 1, { no_session_reason: 'blocked' })),
        deliveryRow('2', at(startMs, ya)),
        deliveryRow('3', at(startMs + DAY_MS - 1, ya)),
        deliveryRow('4', at(startMs + DAY_MS, { status: 'failed', no_session_reason: 'blocked' })),
        deliveryRow('5', at(startMs + DAY_MS, { status: 'skipped' })),
        deliveryRow('6', at(startMs, { status: 'unknown' })),
        deliveryRow('7', at(startMs - 90 * DAY_MS, { status: 'cancelled' })),
        deliveryRow('9', at(startMs, { status: 'failed', no_session_reason: 'blocked' })),
        deliveryRow('8', at(startMs, { status: 'pending', next_attempt_at: Date.now() + DAY_MS })),
      ]);
      const figures = await overview({ days: 3 });
      expect(figures.timeZone).toBe('Asia/Kathmandu');
      expect(figures.counts).toEqual({
        delivered: 3,
        failed: 2,
        skipped: 1,
        unknown: 1,
        cancelled: 1,
        pending: 1,
        sending: 0,
      });
      expect(figures.perDay.map(({ day: _, ...rest }) => rest)).toEqual([
        { counts: { delivered: 1 }, withSession: 0, withoutSession: 1 },
        {
          counts: { delivered: 2, unknown: 1, failed: 1, pending: 1 },
          withSession: 2,
          withoutSession: 3,
        },
        { counts: { failed: 1, skipped: 1 }, withSession: 0, withoutSession: 1 },
      ]);
      expect(figures.perSource).toEqual([
        { source: 'yandex', medium: 'cpc', count: 2 },
        { source: null, medium: null, count: 1 },
      ]);
      expect(figures.noSession).toEqual([
        { reason: 'blocked', count: 3 },
        { reason: null, count: 2 },
      ]);
      const age = Date.now() - startMs;
      expect(Math.abs(figures.oldestPendingAgeMs! - age)).toBeLessThan(5_000);
      // What the figures say, the list shows.
      const list = await app.admin('get', '/calltouch/deliveries').query({
        hasSession: 'false',
        from: new Date(startMs - DAY_MS).toISOString(),
      });
      expect(list.body.pagination.total).toBe(5);
    });

    it('counts the requests of the last minute', async () => {
      const before = (await overview()).sentLastMinute;
      const created = await app.visitor.post('/api/leads').send({ data: { name: 'Борис' } });
      await waitFor('the lead', async () => {
        const sent = await app.deliveryOf(LEAD, created.body.data.documentId);
        return sent?.status === 'delivered';
      });
      expect((await overview()).sentLastMinute).toBe(before + 1);
    });

    it('tells until when nothing is sent because Calltouch asked to wait', async () => {
      const slots = () => app.strapi.db.getConnection('calltouch_slots');
      const endMs = Date.now() + 60_000;
      await slots().update({ frozen_until: endMs });
      const { restUntil } = await overview();
      expect(Math.abs(Date.parse(restUntil!) - endMs)).toBeLessThan(2_000);
      // A smaller ring still sends.
      await slots().where({ slot: 0 }).update({ frozen_until: 0 });
      expect((await overview()).restUntil).toBeNull();
      await slots().update({ frozen_until: 0 });
    });

    it.each(['0', '91', 'x', '1.5'])('refuses %s days', async (days) => {
      const answer = await app.admin('get', '/calltouch/overview').query({ days });
      expect(answer.status).toBe(400);
      expect(answer.body.error.details.errors[0].path).toEqual(['days']);
    });
  });

  describe('the check-up', () => {
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
});
