import { maximumArrivalsInAnySlidingSecond, type Fault } from '../../local-calltouch';
import type { Form, Settings } from '../../server/src/contracts';
import { describeWithStrapi } from '../support/describeWithStrapi';
import { form, settings } from '../support/settings';
import { waitFor } from '../support/waitFor';

const LEAD = 'api::lead.lead';
const BOOKING = 'api::booking.booking';

jest.setTimeout(60_000);

describeWithStrapi(
  'a test lead',
  { isLimited: true, env: { CALLTOUCH_TIMEOUT_MS: '1000' } },
  ({ app, calltouch }) => {
    beforeEach(async () => {
      calltouch.reset();
      await app.strapi.db.getConnection('calltouch_slots').update({ free_at: 0, frozen_until: 0 });
    });

    const save = async (delivery: Partial<Settings['delivery']> = {}, forms: Form[] = [form()]) => {
      const document = settings(forms, delivery);
      const saved = await app.admin('put', '/calltouch/settings').send(document);
      expect(saved.body).toEqual(document);
    };
    const test = (body: object) => app.admin('post', '/calltouch/test-lead').send(body);

    it('goes to Calltouch, says what it is, and leaves no trace', async () => {
      await save({}, [form({ customFields: [{ name: 'product', value: '{{ product.title }}' }] })]);
      const answer = await test({ site: 'main', contentType: LEAD });
      expect(answer.status).toBe(200);
      const [arrival, ...others] = calltouch.arrivals;
      expect(others).toEqual([]);
      expect(arrival!.siteId).toBe('18990');
      expect(arrival!.params).toMatchObject({
        subject: 'Тест / Test: example.ru',
        phoneNumber: '79990000000',
        tags: 'test',
        'customField[product]': 'test',
        comment: expect.stringContaining('super@example.com'),
      });
      expect(arrival!.params).not.toHaveProperty('sessionId');
      expect(answer.body).toMatchObject({
        outcome: 'accepted',
        reason: null,
        requestId: arrival!.requestId,
        httpStatus: 200,
        response: expect.stringContaining(`"requestId":${arrival!.requestId}`),
        lead: { requestNumber: arrival!.params.requestNumber },
      });
      const overview = await app.admin('get', '/calltouch/overview');
      expect(overview.body).toMatchObject({ sentLastMinute: 0, counts: { delivered: 0 } });
    });

    it.each<[string, Fault, object]>([
      [
        'refused',
        { kind: 'text', text: 'Сайт не найден' },
        { outcome: 'rejected', httpStatus: 200, response: 'Сайт не найден' },
      ],
      [
        'broken',
        { kind: 'status', status: 500, body: 'x'.repeat(9000) },
        { outcome: 'uncertain', httpStatus: 500, response: 'x'.repeat(8192) },
      ],
      [
        'silent',
        { kind: 'blackHole' },
        { outcome: 'uncertain', reason: { code: 'timeout' }, httpStatus: null, response: null },
      ],
    ])('shows a Calltouch that is %s', async (_, fault, expected) => {
      await save();
      calltouch.faults.setFault(fault);
      const answer = await test({ site: 'main' });
      expect(answer.status).toBe(200);
      expect(answer.body).toMatchObject({ ...expected, requestId: null });
    });

    it('goes out while sending is paused', async () => {
      await save({ paused: true });
      const created = await app.visitor
        .post('/api/leads')
        .send({ data: { name: 'Анна', phone: '9201234567' } });
      expect((await test({ site: 'main' })).body.outcome).toBe('accepted');
      expect(calltouch.arrivals.map(({ params }) => params.fio)).toEqual(['Тест Тестов / Test']);
      await save();
      await app.settled(LEAD, created.body.data.documentId, 'delivered');
    });

    it('takes its turn in the rate', async () => {
      await save({ paused: true });
      for (let number = 1; number <= 15; number += 1) {
        await app.strapi
          .documents(LEAD as never)
          .create({ data: { name: `Visitor ${number}`, phone: '9201234567' } as never });
      }
      await save();
      await waitFor('a busy ring', () => calltouch.arrivals.length >= 5);
      const answers = await Promise.all([1, 2, 3].map(() => test({ site: 'main' })));
      expect(answers.map(({ body }) => body.outcome)).toEqual(Array(3).fill('accepted'));
      await waitFor('all leads', () => calltouch.leads.length === 18);
      const moments = calltouch.arrivals.map((arrival) => arrival.monotonicMs);
      expect(maximumArrivalsInAnySlidingSecond(moments)).toBeLessThanOrEqual(5);
      expect(calltouch.arrivals.filter(({ status }) => status === 429)).toEqual([]);
    });

    it.each([
      [{}, 'site'],
      [{ site: 'other' }, 'site'],
      [{ site: 1 }, 'site'],
      [{ site: 'main', contentType: BOOKING }, 'contentType'],
      [{ site: 'main', contentType: {} }, 'contentType'],
    ])('is refused for %j, naming the member', async (body, member) => {
      await save();
      const answer = await test(body);
      expect(answer.status).toBe(400);
      expect(answer.body.error.details.errors[0].path).toEqual([member]);
      expect(calltouch.arrivals).toEqual([]);
    });

    it('lets the ring rest when Calltouch asks for it, and then has to wait in vain', async () => {
      await save();
      calltouch.faults.setFault(
        { kind: 'status', status: 429, headers: { 'Retry-After': '30' } },
        { times: 1 },
      );
      expect((await test({ site: 'main' })).body).toMatchObject({
        outcome: 'throttled',
        httpStatus: 429,
      });
      const startMs = performance.now();
      const answer = await test({ site: 'main' });
      expect(answer.status).toBe(503);
      expect(answer.body.error.details.code).toBe('busy');
      expect(performance.now() - startMs).toBeLessThan(11_000);
      expect(calltouch.arrivals).toHaveLength(1);
    });
  },
);
