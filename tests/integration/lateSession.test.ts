import { describeWithStrapi } from '../support/describeWithStrapi';
import { form, settings } from '../support/settings';
import { waitFor } from '../support/waitFor';

const LEAD = 'api::lead.lead';
const SESSION = '4794763832';

jest.setTimeout(30_000);

describeWithStrapi('a session that comes after the form', {}, ({ app, calltouch }) => {
  let number = 0;
  const newToken = () => `token-of-a-filling-${(number += 1)}`;
  const save = async (delivery: object = {}, forms = [form()]) => {
    const document = settings(forms, delivery);
    expect((await app.admin('put', '/calltouch/settings').send(document)).status).toBe(200);
  };
  const submit = async (input: object): Promise<string> => {
    const data = { name: 'Анна', phone: '+7 920 123-45-67', calltouch: input };
    const answer = await app.visitor.post('/api/leads').send({ data });
    expect(answer.status).toBe(201);
    return answer.body.data.documentId;
  };
  const tell = (body: object, type = 'text/plain;charset=UTF-8') =>
    app.visitor
      .post('/api/calltouch/session')
      .set('Content-Type', type)
      .set('Origin', 'https://example.ru')
      .send(JSON.stringify(body));
  const sent = (entry: string) =>
    calltouch.leads.find(({ params }) => params.requestNumber === `lead-${entry}`)?.params;

  it('goes out with the lead that waits for it, which then waits no longer', async () => {
    await save({ sessionGraceMs: 60_000 });
    const token = newToken();
    const entry = await submit({ reason: 'loading', token });
    expect(await app.settled(LEAD, entry, 'pending')).toMatchObject({ attemptCount: 0 });
    const answer = await tell({ token, sessionId: SESSION, pageUrl: 'https://example.ru/' });
    expect([answer.status, answer.text]).toEqual([204, '']);
    const delivery = await app.settled(LEAD, entry, 'delivered');
    expect(delivery.capture).toMatchObject({ sessionId: SESSION, source: 'body', reason: null });
    expect(sent(entry)?.sessionId).toBe(SESSION);
  });

  it('is waited for no longer than the settings say, and changes nothing after that', async () => {
    await save({ sessionGraceMs: 300 });
    const token = newToken();
    const entry = await submit({ reason: 'loading', token });
    const delivery = await app.settled(LEAD, entry, 'delivered');
    expect(delivery.capture).toMatchObject({ sessionId: null, reason: 'late' });
    expect(delivery.attempts).toHaveLength(1);
    expect(sent(entry)).not.toHaveProperty('sessionId');
    await tell({ token, sessionId: SESSION });
    expect(await app.deliveryOf(LEAD, entry)).toEqual(delivery);
    expect((await app.admin('get', '/calltouch/overview?days=1')).body.noSession).toContainEqual({
      reason: 'late',
      count: 1,
    });
  });

  it('keeps no other lead waiting', async () => {
    await save({ sessionGraceMs: 60_000 });
    const entries = [
      await submit({ reason: 'loading' }),
      await submit({ reason: 'blocked', token: newToken() }),
      await submit({ sessionId: SESSION, token: newToken() }),
    ];
    await save({ sessionGraceMs: 0 });
    entries.push(await submit({ reason: 'loading', token: newToken() }));
    for (const entry of entries) await app.settled(LEAD, entry, 'delivered');
  });

  it('is for one filling alone, and of a token that nobody knows, for none', async () => {
    await save({ sessionGraceMs: 60_000 });
    const [token, other] = [newToken(), newToken()];
    const entry = await submit({ reason: 'loading', token: other });
    for (const body of [{}, { token, sessionId: SESSION }, { token: other, sessionId: '0' }, [1]]) {
      expect((await tell(body)).status).toBe(204);
    }
    expect(await app.deliveryOf(LEAD, entry)).toMatchObject({
      status: 'pending',
      capture: { sessionId: null },
    });
    await tell({ token: other, sessionId: SESSION }, 'application/json');
    expect((await app.settled(LEAD, entry, 'delivered')).capture?.sessionId).toBe(SESSION);
    await tell({ token: other, sessionId: '555' });
    expect((await app.deliveryOf(LEAD, entry))?.capture?.sessionId).toBe(SESSION);
  });

  it('finds its lead though it came before', async () => {
    await save({ sessionGraceMs: 60_000 });
    const token = newToken();
    await tell({ token, sessionId: SESSION });
    const entry = await submit({ reason: 'loading', token });
    await app.settled(LEAD, entry, 'delivered');
    expect(sent(entry)?.sessionId).toBe(SESSION);
  });

  it('finds its lead though it is claimed at that moment, and given back', async () => {
    await save({ sessionGraceMs: 60_000, paused: true });
    const token = newToken();
    const entry = await submit({ reason: 'loading', token });
    const { id } = await app.settled(LEAD, entry, 'pending');
    const rows = () => app.strapi.db.connection('calltouch_deliveries').where({ id });
    await rows().update({
      status: 'sending',
      attempt_count: 1,
      claim_number: 1,
      lease_until: 1e15,
    });
    await tell({ token, sessionId: SESSION });
    expect((await app.deliveryOf(LEAD, entry))?.capture?.sessionId).toBeNull();
    await rows().update({ status: 'pending', attempt_count: 0, lease_until: null });
    await waitFor(
      'the session',
      async () => (await app.deliveryOf(LEAD, entry))?.capture?.sessionId === SESSION,
    );
    await save({ sessionGraceMs: 60_000 });
    await app.settled(LEAD, entry, 'delivered');
    expect(sent(entry)?.sessionId).toBe(SESSION);
  });

  it('leaves the lead’s session to the template that makes it', async () => {
    await save({ sessionGraceMs: 60_000 }, [
      form({ fields: { fio: '{{ name }}', phoneNumber: '{{ phone }}', sessionId: '12345' } }),
    ]);
    const token = newToken();
    const entry = await submit({ reason: 'loading', token });
    await tell({ token, sessionId: SESSION });
    await app.settled(LEAD, entry, 'delivered');
    expect(sent(entry)?.sessionId).toBe('12345');
  });

  it('costs no lead where thousands come that nobody knows', async () => {
    await save({ sessionGraceMs: 60_000 });
    const token = newToken();
    const entry = await submit({ reason: 'loading', token });
    for (let round = 0; round < 20; round += 1) {
      await Promise.all(
        Array.from({ length: 25 }, () => tell({ token: newToken(), sessionId: SESSION })),
      );
    }
    await tell({ token, sessionId: SESSION });
    expect((await app.settled(LEAD, entry, 'delivered')).capture?.sessionId).toBe(SESSION);
  });
});
