import fc from 'fast-check';

/** What a dead process has sent arrives within so long; pace.ts counts on it. */
export const ON_ITS_WAY_MS = 3_000;

/** What happens to one request, in ms of the virtual clock. */
export interface Fate {
  /** From the slot to the ready connection: claim, DNS, TCP, TLS. */
  connectMs: number;
  /** From the ready connection to the arrival, and from there to the first byte of the answer. */
  thereMs: number;
  backMs: number;
  /** From a decision of the instance to its commit in the database. */
  writeMs: number;
  event: 'none' | 'dies' | 'freezes' | 'refused' | 'throttled' | 'silent';
  /** Where an event strikes: within the whole way of the request. */
  strikesAtMs: number;
  frozenForMs: number;
}

const duration = (max: number) => fc.noBias(fc.integer({ min: 0, max }));
const fate: fc.Arbitrary<Fate> = fc.record({
  connectMs: fc.oneof(duration(30), duration(1_200)),
  thereMs: fc.oneof(
    { weight: 6, arbitrary: duration(40) },
    { weight: 2, arbitrary: duration(900) },
    duration(7_500),
  ),
  backMs: fc.oneof({ weight: 4, arbitrary: duration(40) }, duration(900)),
  writeMs: fc.oneof({ weight: 4, arbitrary: duration(5) }, duration(300)),
  event: fc.oneof(
    { weight: 10, arbitrary: fc.constant('none' as const) },
    fc.constantFrom('dies', 'freezes', 'refused', 'throttled', 'silent'),
  ),
  strikesAtMs: duration(400),
  frozenForMs: fc.oneof(duration(2_000), duration(10_000)),
});

/** Of a ring at its full rate, where each slot is used again as soon as it may be. */
const swiftFate: fc.Arbitrary<Fate> = fc.record({
  connectMs: duration(30),
  thereMs: duration(8),
  backMs: duration(8),
  writeMs: duration(3),
  event: fc.oneof(
    { weight: 8, arbitrary: fc.constant('none' as const) },
    { weight: 2, arbitrary: fc.constant('refused' as const) },
  ),
  strikesAtMs: duration(400),
  frozenForMs: fc.constant(0),
});

/** One that strikes a ring at its full rate: what it has sent comes when the others are all busy. */
const struckFate: fc.Arbitrary<Fate> = fc.record({
  connectMs: fc.oneof(duration(30), duration(1_500)),
  thereMs: duration(ON_ITS_WAY_MS),
  backMs: duration(8),
  writeMs: duration(3),
  event: fc.constantFrom('dies', 'freezes'),
  strikesAtMs: duration(1_500),
  frozenForMs: duration(8_000),
});

/** Instances that send at the same time, and what becomes of their requests, in turn. */
export interface World {
  fates: Fate[];
  /** For each instance: how far its own clock is from the database's. */
  skewsMs: number[];
}

/** Worlds of all kinds, those of a ring at its full rate among them. */
export const world: fc.Arbitrary<World> = fc.record({
  fates: fc.oneof(
    { weight: 2, arbitrary: fc.array(fate, { minLength: 20, maxLength: 60 }) },
    { weight: 1, arbitrary: fc.array(swiftFate, { minLength: 20, maxLength: 60 }) },
    {
      weight: 3,
      arbitrary: fc.array(
        fc.oneof({ weight: 6, arbitrary: swiftFate }, { weight: 1, arbitrary: struckFate }),
        { minLength: 20, maxLength: 60 },
      ),
    },
  ),
  skewsMs: fc.array(fc.integer({ min: -3_600_000, max: 3_600_000 }), {
    minLength: 1,
    maxLength: 4,
  }),
});
