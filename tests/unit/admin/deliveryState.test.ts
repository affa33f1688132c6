import { pollIntervalMs } from '../../../admin/src/panel/deliveryState';
import { shownOf } from '../../../admin/src/pages/deliveries/selected';
import type { Delivery } from '../../../server/src/contracts';
import { itEvery } from '../../support/itEvery';

const NOW_MS = Date.parse('2026-07-05T12:00:00Z');
const in_ = (ms: number) => new Date(NOW_MS + ms).toISOString();
const of = (status: Delivery['status'], nextAttemptAt: string | null = null) =>
  ({ id: 1, status, nextAttemptAt }) as Delivery;

describe('the pause until a delivery is looked at again', () => {
  itEvery([
    ['being sent', of('sending'), 0, 2_000],
    ['being sent for a minute', of('sending'), 60_000, 6_000],
    ['being sent for an hour', of('sending'), 3_600_000, 30_000],
    ['due for long, as sending is paused', of('pending', in_(-600_000)), 600_000, 30_000],
    ['waiting for a retry in five seconds', of('pending', in_(5_000)), 0, 5_000],
    ['waiting for a retry in an hour', of('pending', in_(3_600_000)), 0, 30_000],
    ['delivered', of('delivered'), 0, 0],
    ['none', null, 0, 0],
  ])('grows with how long it has been waited for, by what it is', (_, delivery, forMs, pauseMs) => {
    expect(pollIntervalMs(delivery, NOW_MS, NOW_MS - forMs)).toBe(pauseMs);
  });
});

describe('what is chosen', () => {
  it('is what a person sees', () => {
    const rows = [{ id: 1 }, { id: 2 }] as Delivery[];
    expect(shownOf({ kind: 'ids', ids: [2, 3] }, rows)).toEqual({ kind: 'ids', ids: [2] });
    expect(shownOf({ kind: 'all' }, rows)).toEqual({ kind: 'all' });
  });
});
