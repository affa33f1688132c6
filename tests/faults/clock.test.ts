import { maximumArrivalsInAnySlidingSecond } from '../../local-calltouch';
import { wrongClock } from '../support/clock';
import { SOUND } from '../support/outbox';
import { form, settings, site as siteWith } from '../support/settings';
import { openSite, type Site } from '../support/site';
import { waitLong } from '../support/waitFor';
import { testFaults } from './table';

const HOUR_MS = 3_600_000;
const LEADS = 30;
/** No fault of Calltouch is wanted here, and a busy machine is none. */
const PATIENT = { CALLTOUCH_TIMEOUT_MS: '15000' };

jest.setTimeout(5 * 60_000);

describe('when a clock is wrong or changes', () => {
  let site: Site;

  afterEach(() => site?.close());

  testFaults(
    'clock',
    [
      'one of two instances an hour ahead',
      'one of two instances an hour behind',
      'clocks of the site’s zone go back',
    ],
    async (fault) => {
      if (fault === 'clocks of the site’s zone go back') return clocksGoBack();
      return instancesDisagree(fault.endsWith('ahead') ? HOUR_MS : -HOUR_MS);
    },
  );

  async function instancesDisagree(shiftMs: number): Promise<string> {
    site = await openSite('postgres', {});
    const right = await site.start(PATIENT);
    const wrong = await site.start({ ...PATIENT, ...wrongClock(shiftMs) });
    const header = (await fetch(`${wrong.url}/_health`)).headers.get('date');
    expect(Math.abs(Date.parse(header!) - Date.now() - shiftMs)).toBeLessThan(60_000);

    const startedAtMs = performance.now();
    for (let number = 0; number < LEADS; number += 1) {
      await site.submit((number % 2 ? right : wrong).url);
    }
    await site.rest();
    const tookMs = performance.now() - startedAtMs;
    const most = maximumArrivalsInAnySlidingSecond(
      site.calltouch.arrivals.map(({ monotonicMs }) => monotonicMs),
    );
    const balance = await site.balance();
    expect(balance).toEqual({ acknowledged: LEADS, arrived: LEADS, twice: 0, ...SOUND });
    expect(most).toBeLessThanOrEqual(5);
    // Nothing waits for the other instance's hour.
    expect(tookMs).toBeLessThan(HOUR_MS / 60);
    expect((await site.outbox.attempts()).map(({ outcome }) => outcome)).toEqual(
      Array<string>(LEADS).fill('accepted'),
    );
    return `${LEADS} leads once each in ${(tookMs / 1000).toFixed(1)} s, at most ${most} in any second`;
  }

  /** In Berlin it was three o'clock at 01:00 UTC, and then two o'clock again. */
  async function clocksGoBack(): Promise<string> {
    site = await openSite();
    const at = async (moment: string, work: (url: string) => Promise<void>) => {
      const app = await site.start({
        ...PATIENT,
        ...wrongClock(Date.parse(moment) - Date.now()),
      });
      await work(app.url);
      expect(await app.terminate()).toBe(0);
    };
    const berlin = settings([form()], { dailyLimit: 2 }, [siteWith({ timeZone: 'Europe/Berlin' })]);
    await at('2026-10-25T00:30:00Z', async (url) => {
      await site.save(url, berlin);
      await site.submit(url);
      await waitLong('the first lead', () => site.calltouch.leads.length === 1);
    });
    await at('2026-10-25T01:30:00Z', async (url) => {
      await site.submit(url);
      await waitLong('the second lead', () => site.calltouch.leads.length === 2);
      await site.submit(url);
      await waitLong('the third to wait', async () =>
        (await site.outbox.deliveries()).some(({ reason }) => reason?.code === 'dailyLimit'),
      );
    });
    const dates = site.calltouch.leads.map(({ params }) => params.requestDate ?? '');
    for (const date of dates) expect(date).toMatch(/^25\.10\.2026 02:3\d:\d\d$/);
    const waiting = (await site.outbox.deliveries()).find(({ status }) => status === 'pending');
    const next = new Date(waiting!.nextAttemptAtMs!).toISOString();
    expect(next).toMatch(/^2026-10-25T23:00:0/);

    // An hour before the day's end it still waits; then it goes.
    await at('2026-10-25T22:59:30Z', async () => {
      expect(site.calltouch.arrivals).toHaveLength(2);
      await waitLong('the third lead', () => site.calltouch.leads.length === 3);
    });
    expect(await site.balance()).toMatchObject({ ...SOUND, arrived: 3, twice: 0 });
    return `${dates.map((date) => date.slice(11, 16)).join(' and ')}, an hour apart; the third waited for ${next.slice(0, 16)}Z`;
  }
});
