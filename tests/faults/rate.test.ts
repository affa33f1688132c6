import { maximumArrivalsInAnySlidingSecond } from '../../local-calltouch';
import { describeWithStrapi } from '../support/describeWithStrapi';
import { settings } from '../support/settings';
import { waitFor } from '../support/waitFor';

const LEADS = 200;

jest.setTimeout(3 * 60_000);

describeWithStrapi('the rate', { isLimited: true }, ({ app, calltouch }) => {
  it(`of ${LEADS} leads at once is five a second, and never six`, async () => {
    const paused = await app
      .admin('put', '/calltouch/settings')
      .send(settings(undefined, { paused: true }));
    expect(paused.status).toBe(200);
    for (let number = 1; number <= LEADS; number += 1) {
      await app.strapi
        .documents('api::lead.lead')
        .create({ data: { name: `Visitor ${number}`, phone: '9201234567' } as never });
    }
    expect(calltouch.arrivals).toHaveLength(0);
    await app.admin('put', '/calltouch/settings').send(settings());
    await waitFor('all leads', () => calltouch.leads.length >= LEADS, 100_000);

    const moments = calltouch.arrivals.map((arrival) => arrival.monotonicMs);
    const most = maximumArrivalsInAnySlidingSecond(moments);
    const throttled = calltouch.arrivals.filter(({ status }) => status === 429).length;
    const seconds = (Math.max(...moments) - Math.min(...moments)) / 1000;
    // The first five leave at once: the rate is that of those that had to wait.
    const perSecond = (LEADS - 5) / seconds;
    process.stdout.write(
      `rate test: ${LEADS} leads in ${seconds.toFixed(2)} s, ${perSecond.toFixed(2)} a second ` +
        `after the first five, at most ${most} arrivals in any sliding second, ${throttled} answered 429\n`,
    );
    expect(calltouch.arrivals).toHaveLength(LEADS);
    expect(most).toBeLessThanOrEqual(5);
    expect(throttled).toBe(0);
    expect(perSecond).toBeGreaterThanOrEqual(4.6);
  });
});
