import { outcomeOf } from '../../../server/src/calltouch/outcome';
import { createPace, type Slot } from '../../../server/src/rate/pace';
import type { SlotRing } from '../../../server/src/sending/ports';

const ACCEPTED = outcomeOf(
  { kind: 'answer', status: 200, retryAfter: null, contentType: null, body: '{"requestId":1}' },
  0,
);
const brokenBy = (cause: 'refused' | 'timeout', sent: boolean) =>
  outcomeOf({ kind: 'broken', sent, cause, message: '' }, 0);

describe('the pace', () => {
  let nowMs: number;
  let steps: string[];
  let renewal: () => Promise<boolean>;
  let tick: (() => void) | null;
  let errors: unknown[];

  beforeEach(() => {
    nowMs = 0;
    steps = [];
    errors = [];
    tick = null;
    renewal = async () => true;
  });

  const ring: SlotRing = {
    acquire: async () => ({ kind: 'slot', slot: 0, seq: 1, startsAtMs: 0 }),
    async renew() {
      const isOurs = await renewal();
      steps.push('renewed');
      return isOurs;
    },
    release: async (_slot, inMs) => void steps.push(`free in ${inMs} ms`),
    freeze: async () => {},
  };
  const build = () =>
    createPace(ring, 5, {
      longestMs: 30_000,
      monotonicMs: () => nowMs,
      every(_periodMs, work) {
        tick = work;
        return () => (tick = null);
      },
      onError: (...told) => void errors.push(told),
    });
  const take = async () => {
    const pace = build();
    return { pace, slot: (await pace.acquire()) as Slot };
  };

  it('keeps a slot while its request is under way, and no longer', async () => {
    const { pace, slot } = await take();
    tick?.();
    await Promise.resolve();
    await pace.free(slot, { kind: 'sent', outcome: ACCEPTED, isAnswered: true });
    expect(steps).toEqual(['renewed', 'free in 1008 ms']);
    expect(tick).toBeNull();
    expect(await pace.mayStart(slot)).toBe(false);
  });

  it('keeps no slot for longer than a request can last', async () => {
    await take();
    nowMs = 30_000;
    tick?.();
    await Promise.resolve();
    expect(steps).toEqual(['renewed']);
    nowMs = 30_001;
    tick?.();
    expect(tick).toBeNull();
    expect(steps).toEqual(['renewed']);
  });

  it('lets a request start at once that comes soon', async () => {
    const { pace, slot } = await take();
    nowMs = 999;
    expect(await pace.mayStart(slot)).toBe(true);
    expect(steps).toEqual([]);
  });

  it('asks for a new lease where a request comes late, and lets it start with that', async () => {
    const { pace, slot } = await take();
    nowMs = 1_000;
    expect(await pace.mayStart(slot)).toBe(true);
    expect(steps).toEqual(['renewed']);
  });

  it('holds back a request whose slot is somebody else’s', async () => {
    renewal = async () => false;
    const { pace, slot } = await take();
    nowMs = 5_000;
    expect(await pace.mayStart(slot)).toBe(false);
  });

  it('holds back a request whose new lease comes late itself', async () => {
    renewal = async () => {
      nowMs += 1_000;
      return true;
    };
    const { pace, slot } = await take();
    nowMs = 1_000;
    expect(await pace.mayStart(slot)).toBe(false);
  });

  it('holds back a request whose lease the database does not renew', async () => {
    renewal = () => Promise.reject(new Error('away'));
    const { pace, slot } = await take();
    nowMs = 1_000;
    expect(await pace.mayStart(slot)).toBe(false);
    expect(errors).toEqual([['keep slot 0 of the rate', new Error('away')]]);
    await pace.free(slot, { kind: 'unused' });
    expect(steps).toEqual(['free in 0 ms']);
  });

  it.each([
    ['never left', brokenBy('refused', false), 'free in 0 ms'],
    ['may have arrived just now', brokenBy('timeout', true), 'free in 5000 ms'],
  ])('frees the slot of a request that %s', async (_what, outcome, freed) => {
    const { pace, slot } = await take();
    await pace.free(slot, { kind: 'sent', outcome, isAnswered: false });
    expect(steps).toEqual([freed]);
  });
});
