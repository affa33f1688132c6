import { openSite, preload } from '../support/site';
import { SOUND } from '../support/outbox';
import { storedJourney } from './journey';
import { DATABASES, FAULTS, testFaults, type Promised } from './table';

/** Where `crashPoint.cjs` strikes. */
const POINTS: Record<string, string> = {
  'killed before the form’s commit': 'before commit of enqueue',
  'killed after the form’s commit, before the move': 'after commit of enqueue',
  'killed within the move': 'before commit of move',
  'killed after the move': 'after commit of move',
};

jest.setTimeout(180_000);

describe('a Strapi that dies on a lead’s way into the outbox', () => {
  testFaults('intake', Object.keys(FAULTS.intake), async (fault): Promise<Promised> => {
    const [, what, database] = /^(.*) \((\w+)\)$/.exec(fault) ?? [];
    const site = await openSite(DATABASES[database as keyof typeof DATABASES]);
    try {
      const point = POINTS[what ?? ''];
      const doomed = await site.start({ ...preload('crashPoint.cjs'), CRASH_AT: point! });
      const acknowledged = await site.submit(doomed.url);
      await doomed.ended;
      const again = await site.start();
      if (point === 'before commit of enqueue') {
        expect(acknowledged).toBeNull();
        expect(await site.submit(again.url)).not.toBeNull();
      }
      await site.rest();
      expect(await site.balance()).toMatchObject({ ...SOUND, arrived: 1, twice: 0 });
      const deliveries = await site.outbox.deliveries();
      expect(deliveries).toHaveLength(1);
      const journey = await storedJourney(
        deliveries[0]!.entryId,
        site.outbox,
        site.calltouch.arrivals,
      );
      if (point !== 'before commit of enqueue') return journey;
      expect(journey).toMatchObject({ attempts: ['accepted'], status: 'delivered' });
      return 'not acknowledged; sent again, delivered once';
    } finally {
      await site.close();
    }
  });
});
