import type { Fault } from '../../local-calltouch/contract';
import { openSite, preload, type Site } from '../support/site';
import { waitLong } from '../support/waitFor';

const PERSON = {
  name: 'Ксения Ветрова',
  phone: '+7 911 222-33-44',
  email: 'ksenia@example.ru',
  message: 'Перезвоните, пожалуйста, Аделаиде',
};
/** The same as the visitor wrote it, as Calltouch gets it, and encoded for a form. */
const PERSONAL = [
  /911 222-33-44|9112223344/,
  /ksenia/i,
  /Ксения|Ветрова|%D0%9A%D1%81%D0%B5%D0%BD/i,
  /Аделаид/,
];

const FAULTS: Fault[] = [
  { kind: 'text', text: 'Номер 79112223344 (ksenia@example.ru, Ксения) уже есть' },
  { kind: 'json', status: 400, json: '{"message":"ksenia@example.ru is no address"}' },
  { kind: 'status', status: 500, body: 'Error: INSERT … 79112223344' },
  { kind: 'html' },
  { kind: 'cutJson' },
  { kind: 'resetAfterBody' },
  { kind: 'blackHole' },
  { kind: 'status', status: 429 },
];

jest.setTimeout(5 * 60_000);

describe('the log', () => {
  let site: Site;

  afterEach(() => site?.close());

  it.each(['silly', 'debug'])(
    'at level %s holds no personal data, whatever fails',
    async (level) => {
      site = await openSite();
      const app = await site.start({ ...preload('fullDisk.cjs'), LOG_LEVEL: level });
      for (const fault of FAULTS) {
        const before = site.calltouch.arrivals.length;
        site.calltouch.faults.setFault(fault, { times: 1 });
        await site.submit(app.url, {
          ...PERSON,
          calltouch: { sessionId: '79112223344\n', pageUrl: 1 },
        });
        await waitLong('the request', () => site.calltouch.arrivals.length > before);
      }
      // The database refuses to store: the form's own entry, and what an answer led to.
      site.calltouch.faults.setFault({ kind: 'delay', delayMs: 500 }, { times: 1 });
      await site.submit(app.url, PERSON);
      process.kill(app.pid, 'SIGUSR2');
      const long = { ...PERSON, message: PERSON.message.repeat(500) };
      await waitLong('a refusal', async () => (await site.submit(app.url, long)) === null);
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      process.kill(app.pid, 'SIGUSR2');
      await site.rest();
      await app.terminate();
      const log = app.log();
      expect(log).toContain('/api/leads');
      expect(log).toContain('disk is full');
      for (const personal of PERSONAL) expect(log).not.toMatch(personal);
    },
  );
});
