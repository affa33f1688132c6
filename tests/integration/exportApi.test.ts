import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { deliveryRow, insertDeliveries } from '../support/insertDeliveries';
import { rowsOf, startOneDelivery, type OneDelivery } from '../support/oneDelivery';

const LEAD = 'api::lead.lead';
/** What a spreadsheet would calculate, and what would break a careless CSV. */
const HOSTILE = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1', '＋1', '－1', '＠1'];

jest.setTimeout(30_000);

describe('the export', () => {
  let one: OneDelivery;

  beforeAll(async () => {
    one = await startOneDelivery();
    // So that the row has more attempts than one, and is a possible duplicate.
    const again = await one.app.admin('post', `/calltouch/entries/${LEAD}/${one.entry}/send`);
    expect(again.status).toBeLessThan(300);
  }, 60_000);

  afterAll(() => one?.stop());

  const table = () => one.app.strapi.db.connection('calltouch_deliveries');

  it('has a name, a byte order mark and a header, also where nothing matches', async () => {
    const answer = await one.download({ site: 'nowhere' });
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(answer.headers['content-disposition']).toMatch(
      /^attachment; filename="calltouch-deliveries-\d{4}-\d\d-\d\d\.csv"$/,
    );
    expect(answer.text).toMatch(/^\uFEFFid;submittedAt;status;contentType;documentId;site;fio;/);
    expect(rowsOf(answer.text)).toEqual([]);
  });

  it('holds what the list shows', async () => {
    const now = await one.app.settled(LEAD, one.entry, 'delivered');
    const [row] = rowsOf((await one.download({ search: one.entry })).text);
    expect(row).toEqual({
      id: String(now.id),
      submittedAt: now.submittedAt,
      status: 'delivered',
      contentType: LEAD,
      documentId: one.entry,
      site: 'main',
      fio: 'Анна Кузнецова',
      phoneNumber: '79201234567',
      email: 'anna@example.ru',
      subject: 'Заявка с сайта',
      requestNumber: now.requestNumber,
      requestId: now.requestId,
      source: now.result!.source ?? '',
      medium: now.result!.medium ?? '',
      utmSource: now.result!.utmSource ?? '',
      utmMedium: now.result!.utmMedium ?? '',
      utmTerm: now.result!.utmTerm ?? '',
      utmContent: now.result!.utmContent ?? '',
      utmCampaign: now.result!.utmCampaign ?? '',
      sessionId: '4794763832',
      pageUrl: 'https://example.ru/?m=anna%40example.ru',
      attempts: String(now.attemptCount),
      deliveredAt: now.deliveredAt,
      possibleDuplicate: String(now.possibleDuplicate),
      reason: '',
      reasonText: '',
    });
  });

  it('makes formulas harmless and keeps every text as it is', async () => {
    const texts = [...HOSTILE, '-79201234567', '=1;"2"', 'a "b"; c\nd\r\ne', "'", '"', ';', ' x '];
    await insertDeliveries(
      one.app.strapi,
      texts.map((fio, number) =>
        deliveryRow(`hostile${number}`, {
          site_key: 'hostile',
          lead: JSON.stringify({ fio, email: fio, customFields: [] }),
          reason: JSON.stringify({ code: 'rejected', values: {}, text: fio }),
        }),
      ),
    );
    const rows = rowsOf((await one.download({ site: 'hostile' })).text).reverse();
    expect(rows).toHaveLength(texts.length);
    for (const [number, text] of texts.entries()) {
      const expected = /^[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text;
      const { fio, email, reason, reasonText } = rows[number]!;
      expect({ fio, email, reason, reasonText }).toEqual({
        fio: expected,
        email: expected,
        reason: 'rejected',
        reasonText: expected,
      });
    }
  });

  it('streams thousands of rows, newest first, each once', async () => {
    await insertDeliveries(
      one.app.strapi,
      Array.from({ length: 3_000 }, (_, number) =>
        deliveryRow(`many${number}`, { site_key: 'many' }),
      ),
    );
    const rows = rowsOf((await one.download({ site: 'many' })).text);
    expect(rows.map(({ documentId }) => documentId)).toEqual(
      Array.from({ length: 3_000 }, (_, number) => `many${2_999 - number}`),
    );
  });

  it('reads no further when the client goes away, and no faster than it reads', async () => {
    let reads = 0;
    one.app.strapi.db.connection.on('query', ({ sql }: { sql: string }) => {
      if (/order by .id. desc limit/.test(sql)) reads += 1;
    });
    const lead = JSON.stringify({ fio: 'x'.repeat(20_000), customFields: [] });
    await table().where({ site_key: 'many' }).update({ lead });
    const { port } = one.app.strapi.server.httpServer.address() as AddressInfo;
    const token = (one.app.admin('get', '/') as unknown as { get(name: string): string }).get(
      'Authorization',
    );
    const sent = httpRequest({
      port,
      path: '/calltouch/deliveries/export?site=many',
      headers: { authorization: token },
    }).end();
    const [answer] = await once(sent, 'response');
    await once(answer, 'readable');
    await new Promise((resolve) => setTimeout(resolve, 500));
    const whileUnread = reads;
    // 3,000 rows of 20 kB are 15 batches; sockets' buffers take some of them.
    expect(whileUnread).toBeLessThan(12);
    answer.destroy();
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(reads).toBeLessThanOrEqual(whileUnread + 1);
    await table().where({ site_key: 'many' }).delete();
  });

  it('breaks off where the database does, so that nobody takes a part for the whole', async () => {
    await insertDeliveries(one.app.strapi, [
      ...Array.from({ length: 300 }, (_, number) =>
        deliveryRow(`broken${number}`, { site_key: 'broken' }),
      ),
    ]);
    await table().where({ entry_id: 'broken5' }).update({ lead: '{"fio":' });
    await expect(one.download({ site: 'broken' })).rejects.toThrow(/aborted|hang up/);
    await table().where({ site_key: 'broken' }).delete();
  });
});
