import { startIntakeMover, type IntakeMover } from '../../../server/src/intake/intakeMover';
import { MOVED_AT_ONCE } from '../../../server/src/intake/moveIntake';

describe('the mover of the intake', () => {
  let mover: IntakeMover;
  /** When each move began, and what it is to give. */
  let begun: number[];
  let waiting: number;
  let tookMs: number;
  let failure: Error | null;
  const told: string[] = [];
  const moved = jest.fn();

  beforeEach(async () => {
    jest.useFakeTimers({ now: 0 });
    begun = [];
    waiting = 0;
    tookMs = 0;
    failure = null;
    told.length = 0;
    moved.mockClear();
    mover = startIntakeMover(
      {
        async move(limit) {
          begun.push(Date.now());
          jest.setSystemTime(Date.now() + tookMs);
          if (failure) throw failure;
          const count = Math.min(limit, waiting);
          waiting -= count;
          return count;
        },
      },
      moved,
      (doing) => told.push(doing),
      () => Date.now(),
    );
    await jest.advanceTimersByTimeAsync(1);
    begun.length = 0;
  });
  afterEach(async () => {
    const stopped = mover.stop();
    await jest.runOnlyPendingTimersAsync();
    await stopped;
    jest.useRealTimers();
  });

  const come = (count: number) => {
    waiting += count;
    mover.wake();
  };

  it('moves at once what comes while it is idle, and tells the sender', async () => {
    come(1);
    await jest.advanceTimersByTimeAsync(0);
    expect([begun.length, waiting]).toEqual([1, 0]);
    expect(moved).toHaveBeenCalledTimes(1);
  });

  it('looks every second for what others left, and tells nobody of nothing', async () => {
    await jest.advanceTimersByTimeAsync(5_000);
    expect(begun.length).toBeGreaterThanOrEqual(4);
    expect(begun.length).toBeLessThanOrEqual(6);
    expect(moved).not.toHaveBeenCalled();
  });

  it('takes a twentieth of the time at most, however many come', async () => {
    tookMs = 10;
    const storm = setInterval(() => come(1), 1);
    await jest.advanceTimersByTimeAsync(4_000);
    clearInterval(storm);
    expect(begun.length).toBeGreaterThan(10);
    const spentMs = begun.length * tookMs;
    expect(spentMs / Date.now()).toBeLessThanOrEqual(1 / 20 + 0.01);
  });

  it('rests half a second at most, and goes on with what is left without a call', async () => {
    tookMs = 100;
    come(3 * MOVED_AT_ONCE + 1);
    await jest.advanceTimersByTimeAsync(2_500);
    expect(waiting).toBe(0);
    const pauses = begun.slice(1, 4).map((at, index) => at - begun[index]! - tookMs);
    for (const pauseMs of pauses) expect(pauseMs).toBeLessThanOrEqual(501);
  });

  it('tells what fails, and tries again', async () => {
    failure = new Error('away');
    come(1);
    await jest.advanceTimersByTimeAsync(0);
    expect(told).toEqual(['move new leads into the outbox']);
    failure = null;
    await jest.advanceTimersByTimeAsync(1_100);
    expect(waiting).toBe(0);
  });

  it('moves what came last when it is stopped, also while it rests', async () => {
    tookMs = 100;
    come(1);
    await jest.advanceTimersByTimeAsync(0);
    tookMs = 0;
    waiting = 5;
    await mover.stop();
    expect(waiting).toBe(0);
  });
});
