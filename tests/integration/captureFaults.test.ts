import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startLocalCalltouch, type LocalCalltouch } from '../../local-calltouch';
import { freePort } from '../support/freePort';
import { startStrapiProcess, type StrapiProcess } from '../support/startStrapiProcess';
import { waitFor } from '../support/waitFor';

const MEGABYTE = 1024 * 1024;
/** Stands in every hostile value, and may stand in no line of the log. */
const MARK = 'HOSTILE';

jest.setTimeout(30_000);

// A process of its own: its whole output is the log, with nobody's filter before it.
describe('the log of what a page sent and can’t be used', () => {
  let folder: string;
  let calltouch: LocalCalltouch;
  let app: StrapiProcess;
  let count = 0;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'calltouch-faults-'));
    calltouch = await startLocalCalltouch();
    app = await startStrapiProcess({
      PORT: String(await freePort()),
      DATABASE_FILENAME: path.join(folder, 'data.db'),
      CALLTOUCH_API_URL: calltouch.url,
      LOG_LEVEL: 'silly',
      DEMO: 'true',
    });
  }, 150_000);
  afterAll(async () => {
    await app?.kill();
    await calltouch?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** Posts the form, waits for its lead, and returns it with the plugin's lines about the entry. */
  async function send(init: (name: string) => RequestInit) {
    const name = `Visitor ${(count += 1)}`;
    const answer = await fetch(`${app.url}/api/leads`, { method: 'POST', ...init(name) });
    const { data } = (await answer.json()) as { data: { documentId: string } };
    expect(answer.status).toBe(201);
    const lead = await waitFor('the lead', () =>
      calltouch.leads.find(({ params }) => params.fio === name),
    );
    const lines = app.log().split('\n');
    return {
      params: lead.params,
      lines: lines.filter((line) => line.includes(data.documentId)),
      // A forged line would name no entry.
      all: lines.filter((line) => line.includes('[calltouch]')).length,
    };
  }
  const json = (calltouchInput: unknown) => (name: string) => ({
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ data: { name, phone: '89201234567', calltouch: calltouchInput } }),
  });
  const multipart = (fields: Record<string, string>) => (name: string) => {
    const body = new FormData();
    body.set('data[name]', name);
    body.set('data[phone]', '89201234567');
    for (const [field, value] of Object.entries(fields)) body.set(field, value);
    return { body };
  };

  const NUMBER = 'calltouch.sessionId is not a plain number above 0';
  const DIGITS = 'calltouch.sessionId is longer than 20 digits';
  const CASES: [string, (name: string) => RequestInit, string][] = [
    ['a text', json(MARK), 'calltouch is not an object'],
    ['words for a session', json({ sessionId: MARK }), NUMBER],
    ['a session with a line break', json({ sessionId: `1\r\n[calltouch] ${MARK}` }), DIGITS],
    ['a session that is an object', json({ sessionId: { $gt: MARK } }), NUMBER],
    ['a session of half a megabyte', json({ sessionId: MARK.repeat(MEGABYTE / 14) }), DIGITS],
    [
      'a session of 10 MB in multipart',
      multipart({ 'calltouch[sessionId]': MARK.repeat((10 * MEGABYTE) / 7) }),
      DIGITS,
    ],
    [
      'a script for a page',
      json({ pageUrl: `javascript:alert('${MARK}')` }),
      'calltouch.pageUrl is not an http(s) address',
    ],
    [
      'a reason of its own, and words for a session',
      json({ reason: MARK, sessionId: MARK }),
      `${NUMBER}; calltouch.reason is none of not_installed, blocked, loading, late, timeout, expired, no_consent`,
    ],
  ];

  it.each(CASES)('has one warning about %s, without the value', async (_what, init, faults) => {
    const before = (await send(json({ sessionId: '4794763832' }))).all;
    const { params, lines, all } = await send(init);
    expect(params).toMatchObject({ phoneNumber: '79201234567' });
    expect(params.sessionId).toBeUndefined();
    expect(lines).toEqual([
      expect.stringMatching(/warn.*\[calltouch\] api::lead\.lead \w+: left out what the page sent/),
    ]);
    expect(lines[0]).toContain(`because ${faults}`);
    expect(lines[0]!.length).toBeLessThan(300);
    expect(all - before).toBe(1);
    // Not `not.toContain`: a failure would print the log, with the megabytes that it found in it.
    expect(app.log().includes(MARK)).toBe(false);
  });

  it('has none about a visit, about empty fields and about a page that says nothing', async () => {
    const visits = [
      json({ sessionId: '4794763832', pageUrl: 'https://example.ru/' }),
      json(undefined),
      json({ sessionId: null, pageUrl: null, reason: null }),
      multipart({ 'calltouch[sessionId]': '', 'calltouch[reason]': 'blocked' }),
    ];
    for (const visit of visits) expect((await send(visit)).lines).toEqual([]);
  });
});
