import { healthOf, type HealthFacts } from '../../../server/src/deployment/healthState';
import { itEvery } from '../../support/itEvery';

const NOW = Date.parse('2026-05-01T12:00:00Z');
const ago = (ms: number) => ({ sinceMs: NOW - ms, reason: null });
const reason = (code: 'foreignDatabase' | 'sendNever' | 'dns') => ({
  code,
  values: {},
  text: null,
});

const facts = (changes: Partial<HealthFacts> = {}): HealthFacts => ({
  waiting: { count: 0, oldest: null },
  undecided: { count: 0, oldest: null },
  nextAttemptAtMs: null,
  keptBack: null,
  paused: false,
  nowMs: NOW,
  ...changes,
});

describe('health', () => {
  const waiting = { count: 3, oldest: { ...ago(61_000), reason: reason('dns') } };
  const undecided = { count: 1, oldest: ago(3_600_000) };

  it('is ok where nothing waits for long', () => {
    expect(healthOf(facts())).toEqual({
      state: 'ok',
      since: null,
      waiting: 0,
      oldestWaitingAgeMs: null,
      reason: null,
      next: null,
    });
    const young = facts({ waiting: { count: 1, oldest: ago(60_000) }, nextAttemptAtMs: NOW });
    expect(healthOf(young)).toMatchObject({
      state: 'ok',
      waiting: 1,
      oldestWaitingAgeMs: 60_000,
      next: '2026-05-01T12:00:00.000Z',
    });
  });

  it('says why the oldest waits, and since when', () => {
    expect(healthOf(facts({ waiting }))).toMatchObject({
      state: 'waiting',
      since: '2026-05-01T11:58:59.000Z',
      reason: { code: 'dns' },
    });
  });

  itEvery([
    ['attention', facts({ waiting, undecided })],
    ['stopped', facts({ waiting, undecided, paused: true })],
    ['stopped', facts({ waiting, undecided, keptBack: reason('sendNever') })],
    ['foreign', facts({ waiting, undecided, paused: true, keptBack: reason('foreignDatabase') })],
  ])('is …, the worst first', (state, known) => {
    expect(healthOf(known)).toMatchObject({ state, waiting: 3 });
  });

  it('promises nothing by itself where nothing goes out', () => {
    const known = facts({ waiting, nextAttemptAtMs: NOW, paused: true });
    expect(healthOf(known)).toMatchObject({ next: null, reason: { code: 'paused' } });
  });

  it('takes a clock that ran ahead for no age at all', () => {
    expect(healthOf(facts({ waiting: { count: 1, oldest: ago(-500) } })).oldestWaitingAgeMs).toBe(
      0,
    );
  });
});
