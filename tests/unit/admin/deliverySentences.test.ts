import {
  doubleKey,
  isKeptBack,
  nextStep,
  noAnswerKey,
  noLeadKey,
  wordsKey,
} from '../../../admin/src/deliverySentences';
import en from '../../../admin/src/translations/en.json';
import ru from '../../../admin/src/translations/ru.json';
import {
  DELIVERY_STATUSES,
  REASON_CODES,
  type Attempt,
  type Delivery,
  type DeliveryStatus,
  type OutcomeKind,
} from '../../../server/src/contracts';

const OUTCOMES: OutcomeKind[] = ['accepted', 'rejected', 'throttled', 'retry', 'uncertain'];
const NOW_MS = Date.parse('2026-07-05T12:00:00Z');
const LATER = '2026-07-05T13:00:00Z';

/** Up to three attempts: an uncertain one marks those that come after it. */
function histories(): Attempt[][] {
  const all: Attempt[][] = [[]];
  for (const history of all) {
    if (history.length === 3) break;
    for (const outcome of OUTCOMES) {
      const mayHaveArrived = history.some((earlier) =>
        ['accepted', 'uncertain'].includes(earlier.outcome),
      );
      all.push([...history, { outcome, possibleDuplicate: mayHaveArrived } as Attempt]);
    }
  }
  return all;
}

function deliveries(): Delivery[] {
  const all: Delivery[] = [];
  for (const attempts of histories())
    for (const status of DELIVERY_STATUSES)
      for (const code of [null, ...REASON_CODES])
        for (const entryDeleted of [false, true])
          for (const isErased of [false, true])
            for (const nextAttemptAt of status === 'pending' ? [null, LATER] : [null])
              all.push({
                status,
                reason: code && { code, values: {}, text: null },
                attempts,
                attemptCount: attempts.length,
                possibleDuplicate: attempts.some(({ outcome }) =>
                  ['accepted', 'uncertain'].includes(outcome),
                ),
                requestIds: attempts.flatMap(({ outcome }, at) =>
                  outcome === 'accepted' ? [String(at)] : [],
                ),
                entryDeleted,
                lead: null,
                capture: isErased ? null : { sessionId: null },
                isMasked: entryDeleted,
                nextAttemptAt,
              } as Delivery);
  return all;
}

const arrivals = ({ attempts = [] }: Delivery) =>
  attempts.filter(({ outcome }) => outcome === 'accepted' || outcome === 'uncertain').length;
const hasArrived = ({ attempts = [] }: Delivery) =>
  attempts.some(({ outcome }) => outcome === 'accepted');
const isPast = ({ nextAttemptAt }: Delivery) => nextAttemptAt !== LATER;
const has = (...statuses: DeliveryStatus[]) => {
  return ({ status }: Delivery) => statuses.includes(status);
};
const canBeSent = (delivery: Delivery) => !delivery.entryDeleted;

const NOTHING_LEAVES = ['foreignDatabase', 'sendingOff', 'sendNever'];

/** What each sentence claims. */
const CLAIMS: Record<string, (delivery: Delivery) => boolean> = {
  'panel.possibleDuplicate': (delivery) => arrivals(delivery) >= 2,
  'panel.mayHaveArrived': (delivery) =>
    arrivals(delivery) >= 1 && delivery.status !== 'delivered' && !hasArrived(delivery),
  'panel.hasArrived': (delivery) => hasArrived(delivery) && delivery.status !== 'delivered',
  'panel.busySending': (delivery) => has('sending')(delivery) && !isKeptBack(delivery),
  'panel.busyPending': (delivery) => has('pending')(delivery) && !isKeptBack(delivery),
  'panel.nextAttempt': (delivery) => delivery.nextAttemptAt === LATER && !isKeptBack(delivery),
  'panel.stuck': () => false,
  'delivery.page.next.keptBack': (delivery) =>
    has('pending')(delivery) && NOTHING_LEAVES.includes(delivery.reason!.code),
  'delivery.page.next.cutOff': (delivery) =>
    has('sending')(delivery) && ['foreignDatabase', 'sendingOff'].includes(delivery.reason!.code),
  'delivery.page.next.paused': (delivery) =>
    has('pending')(delivery) && delivery.reason?.code === 'paused',
  'delivery.page.next.dailyLimit': (delivery) =>
    delivery.reason?.code === 'dailyLimit' && !isPast(delivery),
  'delivery.page.next.repeatFailed': (delivery) =>
    has('failed')(delivery) && hasArrived(delivery) && canBeSent(delivery),
  'delivery.page.next.delivered': has('delivered'),
  'delivery.page.next.failed': (delivery) =>
    has('failed')(delivery) && canBeSent(delivery) && !hasArrived(delivery),
  'delivery.page.next.unknown': (delivery) => has('unknown')(delivery) && canBeSent(delivery),
  'delivery.page.next.skipped': (delivery) =>
    has('skipped', 'cancelled')(delivery) && canBeSent(delivery),
  'delivery.page.next.entryDeleted': ({ entryDeleted }) => entryDeleted,
  'delivery.page.noAnswer': ({ attemptCount, status }) => attemptCount > 0 && status !== 'sending',
  'delivery.page.noAnswer.waiting': (delivery) =>
    has('pending')(delivery) && delivery.attemptCount === 0,
  'delivery.page.noAnswer.sending': has('sending'),
  'delivery.page.noAnswer.skipped': (delivery) =>
    has('skipped')(delivery) && delivery.attemptCount === 0,
  'delivery.page.noAnswer.notSent': ({ attemptCount }) => attemptCount === 0,
  'delivery.page.noLead.erased': ({ capture, isMasked }) => capture === null && !isMasked,
  'delivery.page.noLead.hidden': ({ capture, isMasked }) => capture === null && isMasked,
  'delivery.page.noLead.skipped': has('skipped'),
  'delivery.page.noLead.failed': has('failed'),
  'delivery.page.noLead.notYet': has('pending', 'sending', 'unknown', 'cancelled', 'delivered'),
};

describe('each sentence about a delivery', () => {
  const said = new Map<string, Delivery[]>();
  for (const delivery of deliveries()) {
    const next = nextStep(delivery, undefined, NOW_MS).key;
    const keys = [next, doubleKey(delivery), noLeadKey(delivery)];
    // A delivered one has an answer.
    if (delivery.status !== 'delivered') keys.push(noAnswerKey(delivery));
    for (const key of keys) {
      if (!key) continue;
      const of = said.get(key) ?? [];
      of.push(delivery);
      said.set(key, of);
    }
  }

  it('is true of every status, reason and history of which it is said', () => {
    const untrue = [...said].flatMap(([key, all]) =>
      all.filter((delivery) => !CLAIMS[key]?.(delivery)).map((delivery) => ({ key, delivery })),
    );
    expect(untrue.slice(0, 3)).toEqual([]);
  });

  it('is said of some, and exists in both languages', () => {
    const expected = Object.keys(CLAIMS).filter((key) => key !== 'panel.stuck');
    expect([...said.keys()].sort()).toEqual(expected.sort());
    for (const key of said.keys()) {
      expect(en).toHaveProperty([key]);
      expect(ru).toHaveProperty([key]);
    }
  });
});

describe('the words beneath a reason', () => {
  it('are called Calltouch’s only where Calltouch has spoken', () => {
    const service = REASON_CODES.filter((code) => wordsKey(code) === 'reason.ownWords');
    expect(service).toEqual(['rejected', 'throttled', 'serverError', 'unreadable']);
  });
});

describe('what is said of doubles', () => {
  const of = (status: DeliveryStatus, ...attempts: Partial<Attempt>[]) =>
    doubleKey({
      status,
      possibleDuplicate: true,
      attempts: attempts as Attempt[],
      requestIds: attempts.flatMap(({ outcome }) => (outcome === 'accepted' ? ['1'] : [])),
    });
  const UNCERTAIN = { outcome: 'uncertain', possibleDuplicate: false } as const;

  it('needs a sending after one that may have arrived', () => {
    expect(of('unknown', UNCERTAIN)).toBe('panel.mayHaveArrived');
    expect(of('pending', UNCERTAIN, { outcome: 'retry', possibleDuplicate: true })).toBe(
      'panel.mayHaveArrived',
    );
    expect(of('delivered', UNCERTAIN, { outcome: 'accepted', possibleDuplicate: true })).toBe(
      'panel.possibleDuplicate',
    );
    // The end of the attempt that was thought interrupted has come in after all.
    expect(of('delivered', { outcome: 'accepted', possibleDuplicate: false })).toBeNull();
  });
});
