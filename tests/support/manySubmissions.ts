import type { DeliveryStatus } from '../../server/src/contracts';
import { DEMO_VISITS } from '../../demo/visits';
import type { Fault } from '../../local-calltouch';

/** Submissions that end alike. */
export interface Batch {
  count: number;
  /** What becomes of its deliveries. */
  status: DeliveryStatus;
  /** What Calltouch does to its leads; left out: it takes them, if they get there. */
  fault?: Fault;
}

const REFUSAL = 'Не удалось создать заявку: в настройках API нет такого поля';

/** 200 submissions in all. */
export const BATCHES = {
  accepted: { count: 132, status: 'delivered' },
  skipped: { count: 12, status: 'skipped' },
  noContact: { count: 4, status: 'failed' },
  refusedInText: { count: 8, status: 'failed', fault: { kind: 'text', text: REFUSAL } },
  refusedInJson: {
    count: 6,
    status: 'failed',
    fault: { kind: 'json', status: 400, json: `{"errorCode":1,"message":"${REFUSAL}"}` },
  },
  serverError: { count: 4, status: 'unknown', fault: { kind: 'status', status: 500 } },
  brokenOff: { count: 4, status: 'unknown', fault: { kind: 'resetAfterBody' } },
  html: { count: 4, status: 'unknown', fault: { kind: 'html' } },
  silent: { count: 4, status: 'unknown', fault: { kind: 'blackHole' } },
  deleted: { count: 4, status: 'cancelled', fault: { kind: 'status', status: 503 } },
  waiting: { count: 4, status: 'pending', fault: { kind: 'status', status: 503 } },
  paused: { count: 10, status: 'pending' },
  underWay: { count: 4, status: 'sending', fault: { kind: 'blackHole' } },
} satisfies Record<string, Batch>;
export type BatchName = keyof typeof BATCHES;

/** A visitor's form. */
export interface Submission {
  batch: BatchName;
  /** How it ends. */
  status: DeliveryStatus;
  contentType: 'api::lead.lead' | 'api::booking.booking';
  /** Whole days before now. */
  daysAgo: number;
  /** Null: the page had no session. */
  sessionId: string | null;
  /** Members of the entry; `phone` has 11 digits and is nobody else's. */
  data: { name?: string; phone?: string } & Record<string, unknown>;
}

const NAMES = [
  'Анна Петрова',
  'Иван Смирнов',
  'Ольга Ким',
  'Сергей Александрович Константинопольский',
  'Мария',
  'Дмитрий Орлов',
  'Jean-Luc O’Neill',
];
const MESSAGES = [
  'Белая кухня, три метра',
  'Перезвоните после шести',
  'Сколько стоит шкаф-купе на заказ? Размеры 240 × 180 × 60 см, двери зеркальные.',
  '',
];
const PAGES = [
  'https://example.ru/kitchens?utm_source=yandex',
  'https://shop.example.ru/wardrobes/vienna',
  'https://example.ru/contacts',
];
const REASONS = ['blocked', 'not_installed', 'timeout', 'blocked', 'no_consent', undefined];
/** More of some visits than of others. */
const VISITS = [0, 1, 0, 2, 0, 3, 1];
/** From so many days ago on the tracker has been broken. */
const BROKEN_DAYS = 3;
const SPREAD_DAYS = 30;

/** The submissions of a batch, always the same. */
export function submissionsOf(batch: BatchName): Submission[] {
  const { count, status }: Batch = BATCHES[batch];
  const isSettled = !['pending', 'sending', 'cancelled'].includes(status);
  const first = 1_000 * Object.keys(BATCHES).indexOf(batch);
  return Array.from({ length: count }, (_, index) => {
    const number = first + index;
    const daysAgo = isSettled ? Math.floor(SPREAD_DAYS * (index / count) ** 1.3) : 0;
    const hasSession = (number % 5 === 0) === daysAgo < BROKEN_DAYS;
    const sessionId = hasSession ? DEMO_VISITS[VISITS[number % VISITS.length]!]!.sessionId : null;
    const isBooking = batch !== 'skipped' && number % 4 === 3;
    return {
      batch,
      status,
      contentType: isBooking ? 'api::booking.booking' : 'api::lead.lead',
      daysAgo,
      sessionId,
      data: {
        ...(batch !== 'noContact' && {
          name: NAMES[number % NAMES.length]!,
          phone: `7920${String(1_000_000 + number)}`,
        }),
        ...(!isBooking && {
          message: MESSAGES[number % MESSAGES.length],
          kind: batch === 'skipped' ? 'newsletter' : number % 3 === 0 ? 'callback' : 'order',
        }),
        calltouch: {
          sessionId: sessionId ?? undefined,
          pageUrl: PAGES[number % PAGES.length],
          reason: sessionId === null ? REASONS[number % REASONS.length] : undefined,
        },
      },
    };
  });
}
