import { createTotals, type Totals } from '../../../server/src/outbox/readDeliveries';

describe('totals', () => {
  let nowMs: number;
  let rows: number;
  let counts: number;
  let totals: Totals;

  beforeEach(() => {
    nowMs = 0;
    counts = 0;
    totals = createTotals(() => nowMs);
  });

  const total = (filter: object = {}) =>
    totals.of(filter, async () => {
      counts += 1;
      return rows;
    });

  it('are always counted while they are small', async () => {
    rows = 9_999;
    expect(await total()).toBe(9_999);
    rows = 9_998;
    expect(await total()).toBe(9_998);
  });

  it('are remembered for a while once they are large', async () => {
    rows = 10_000;
    expect(await total()).toBe(10_000);
    rows = 10_001;
    nowMs = 14_999;
    expect(await total()).toBe(10_000);
    nowMs = 15_000;
    expect(await total()).toBe(10_001);
    expect(counts).toBe(2);
  });

  it('are each those of one filter', async () => {
    rows = 10_000;
    await total({ site: 'main' });
    rows = 20_000;
    expect(await total({ site: 'other' })).toBe(20_000);
    expect(await total({ site: 'main' })).toBe(10_000);
  });
});
