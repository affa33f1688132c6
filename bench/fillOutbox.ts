import type { Core } from '@strapi/strapi';

/** Rows per statement: SQLite takes a limited number of values. */
const BATCH = 200;
const DAYS_MS = 60 * 24 * 3_600_000;

/** Of a thousand deliveries; what is left over is delivered. */
const STATUSES: [status: string, perThousand: number][] = [
  ['failed', 40],
  ['skipped', 30],
  ['pending', 15],
  ['cancelled', 10],
  ['unknown', 4],
  ['sending', 1],
];
const SOURCES = [
  ['yandex', 'cpc'],
  ['yandex', 'organic'],
  ['google', 'organic'],
  ['vk', 'social_cpc'],
  ['(direct)', '(none)'],
  ['mail.ru', 'referral'],
] as const;
const NAMES = ['Анна Кузнецова', 'Борис Ли', 'Вера Павловна Соколова', 'Глеб', 'Дина Асланова'];

/**
 * Fills the outbox with deliveries of 60 days and their attempts, about eleven for ten deliveries.
 *
 * @param nowMs the youngest delivery is a little older
 */
export async function fillOutbox(strapi: Core.Strapi, count: number, nowMs: number): Promise<void> {
  const random = seededRandom(20261101);
  const { connection } = strapi.db;
  await connection.transaction(async (trx) => {
    for (let from = 0; from < count; from += BATCH) {
      const numbers = Array.from({ length: Math.min(BATCH, count - from) }, (_, at) => from + at);
      const made = numbers.map((number) => deliveryAt(number, count, nowMs, random));
      await trx('calltouch_deliveries').insert(made.map(({ delivery }) => delivery));
      await trx('calltouch_attempts').insert(made.flatMap(({ attempts }) => attempts));
    }
  });
}

function deliveryAt(number: number, count: number, nowMs: number, random: () => number) {
  const status = statusOf(random());
  const isDelivered = status === 'delivered';
  const site = number % 20 === 0 ? 'third' : number % 4 === 0 ? 'second' : 'main';
  const submittedAt = Math.floor(nowMs - 60_000 - DAYS_MS * (1 - number / count));
  const hasSession = status !== 'skipped' && random() < 0.85;
  const [source, medium] = SOURCES[Math.floor(random() ** 2 * SOURCES.length)] ?? SOURCES[0];
  const phone = `79${String(200_000_000 + number).padStart(9, '0')}`;
  const email = `visitor${number}@example.ru`;
  const sessionId = hasSession ? String(4_794_763_832 + number) : null;
  const requestId = isDelivered ? String(5_222_102 + number) : null;
  const pageUrl = `https://example.ru/okna/?utm_source=${source}&utm_medium=${medium}&yclid=${number}`;
  const lead = {
    subject: 'Заявка с сайта',
    requestNumber: `lead-${number}`,
    requestDate: '01.10.2026 10:00:00',
    ...(sessionId !== null && { sessionId }),
    fio: NAMES[number % NAMES.length],
    phoneNumber: phone,
    email,
    comment:
      'Добрый день! Нужны три окна и балконная дверь, замер в субботу после двенадцати. '.repeat(2),
    requestUrl: pageUrl,
    customFields: [{ name: 'product', value: 'Окно двустворчатое' }],
  };
  const result = {
    requestId,
    requestNumber: lead.requestNumber,
    attribution: '1',
    source,
    medium,
    keywords: 'окна на заказ',
    utmSource: source,
    utmMedium: medium,
    utmTerm: 'окна',
    utmContent: 'banner-2',
    utmCampaign: 'autumn',
    city: 'moscow',
    ref: 'https://ya.ru/',
    url: pageUrl,
    sessionId,
    yaClientId: '1522047600123456789',
    guaClientId: '1389208341.1522047600',
    clientId: '37633316',
    uniqueRequest: true,
    uniqTargetRequest: false,
    targetRequest: false,
    dateMs: submittedAt,
  };
  const reason =
    isDelivered || status === 'sending' || status === 'pending'
      ? null
      : {
          code: status === 'skipped' ? 'condition' : 'rejected',
          values: { status: '200' },
          text: 'Нет',
        };
  const tries = status === 'skipped' ? 0 : 1 + (random() < 0.1 ? 1 : 0) + (random() < 0.03 ? 1 : 0);
  const delivery = {
    content_type: number % 5 === 0 ? 'api::booking.booking' : 'api::lead.lead',
    entry_id: entryIdOf(number),
    site_key: site,
    status,
    priority: 0,
    trigger_kind: 'automatic',
    render_anew: false,
    next_attempt_at: status === 'pending' ? nowMs + DAYS_MS : null,
    lease_until: status === 'sending' ? nowMs + DAYS_MS : null,
    claimed_at: tries > 0 ? submittedAt : null,
    due_since: submittedAt,
    attempt_count: tries,
    retry_count: Math.max(0, tries - 1),
    crash_count: 0,
    possible_duplicate: random() < 0.01,
    entry_deleted: false,
    submitted_at: submittedAt,
    delivered_at: isDelivered ? submittedAt + Math.floor(random() * 5_000) : null,
    finished_at: status === 'pending' || status === 'sending' ? null : submittedAt + 5_000,
    lead: status === 'skipped' ? null : JSON.stringify(lead),
    capture: JSON.stringify({
      sessionId,
      pageUrl,
      source: hasSession ? 'body' : null,
      reason: null,
    }),
    warnings: '[]',
    reason: reason && JSON.stringify(reason),
    result: isDelivered ? JSON.stringify(result) : null,
    request_number: lead.requestNumber,
    request_id: requestId,
    phone: status === 'skipped' ? null : phone,
    email: status === 'skipped' ? null : email,
    source: isDelivered ? source : null,
    medium: isDelivered ? medium : null,
    has_session: hasSession,
    no_session_reason: hasSession ? null : ([null, 'blocked', 'timeout'][number % 3] ?? null),
  };
  const response = JSON.stringify({ requestId, session: result, client: { fio: lead.fio } });
  const attempts = Array.from({ length: tries }, (_, at) => ({
    delivery_id: number + 1,
    site_key: site,
    sequence: at + 1,
    trigger_kind: 'automatic',
    possible_duplicate: false,
    started_at: submittedAt + at * 1_000,
    duration_ms: 120,
    http_status: 200,
    outcome: isDelivered && at === tries - 1 ? 'accepted' : 'rejected',
    reason: null,
    request_id: at === tries - 1 ? requestId : null,
    request: delivery.lead,
    response,
  }));
  return { delivery, attempts };
}

/** The entry of a delivery, as long as Strapi's own ids. */
export function entryIdOf(number: number): string {
  return `entry${String(number).padStart(19, '0')}`;
}

function statusOf(share: number): string {
  let upTo = 0;
  for (const [status, perThousand] of STATUSES) {
    upTo += perThousand / 1_000;
    if (share < upTo) return status;
  }
  return 'delivered';
}

/** mulberry32: the same rows at every run. */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
