import { VISIT_MEMBERS, type Lead } from '../../../server/src/contracts';
import { parseAnswer, resultOf, textOf } from '../../../server/src/calltouch/answer';
import { textOf as valueText } from '../../../server/src/mapping/attributeText';
import { captureOf, NO_CAPTURE, sessionIdOf } from '../../../server/src/capture/capture';
import { captureFaults } from '../../../server/src/capture/captureFaults';
import { captureInput } from '../../../server/src/capture/captureInput';
import { pageUrlOf } from '../../../server/src/capture/pageUrl';
import { marksOf } from '../../../server/src/capture/visit';
import { limitLead } from '../../../server/src/lead/leadLimits';
import { maskDelivery } from '../../../server/src/privacy/maskDelivery';
import { outcomeOf } from '../../../server/src/calltouch/outcome';
import { leadPhone } from '../../../server/src/lead/phone';
import { readRequestDate } from '../../../server/src/lead/requestDate';
import { retryAfterMs } from '../../../server/src/calltouch/outcome';
import { hostOf } from '../../../server/src/capture/site';
import { clean, cleanLine, cut } from '../../../server/src/lead/textLimit';
import { isExpired, sessionInCookies } from '../../../client/src/session';

/** What a hostile text repeats, and what may come before and after it. */
const PARTS = [
  ...'a9 ,.:;#@%<>"\'\\{[(+-_=&?/\n\r\tяѓ',
  ...['a ', '9-', '7 ', 'a:', '1:', 'a:1:', 'a@', '%D0', '%20', '<a', '<!--', '<script', '"a"'],
  ...['{"a":', '[1,', '\\u', '&#', '&amp', '8 (', 'доб. ', '00:', '01.', 'a=', '_ct_ids=', '; '],
  ...['Mon, ', '+7', 'http://', '?a', '#a', '𝒜', 'й', '\u200d', '\u0301', '\u00a0', 'İ'],
];
const FRAMES: [string, string][] = [
  ['', '!'],
  ['_ct_ids=', ''],
];

const LENGTHS = [4_000, 15_900];
/** What takes no longer blocks nobody. */
const LIMIT_MS = 100;
/** Of four times the text: linear work takes about 4 times as long, quadratic work 16 times. */
const MOST_TIMES = 9;

/** Fails where the time of work grows faster than its text, for one of a set of hostile texts. */
function expectLinear(work: (text: string) => unknown): void {
  for (const part of PARTS) {
    for (const [head, tail] of FRAMES) {
      let beforeMs = Infinity;
      for (const length of LENGTHS) {
        const text = head + part.repeat(length / part.length) + tail;
        const leastMs = leastOf(() => work(text));
        const isLinear = leastMs < LIMIT_MS || leastMs < beforeMs * MOST_TIMES;
        const what = `${JSON.stringify(head + part + part)}…${tail} of ${length}`;
        expect([what, isLinear]).toEqual([what, true]);
        beforeMs = leastMs;
      }
    }
  }
}

/** Processor time, the least of three: what else the machine does is none of the work. */
function leastOf(work: () => unknown): number {
  let leastMs = Infinity;
  for (let left = 3; left > 0 && leastMs >= LIMIT_MS; left -= 1) {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    leastMs = Math.min(leastMs, (user + system) / 1000);
  }
  return leastMs;
}

const SETTINGS = {
  sites: [
    {
      ...{ key: 'main', name: 'example.ru', siteId: '1', modId: 'abcd1234' },
      ...{ hosts: ['example.ru'], timeZone: 'Europe/Moscow' },
    },
  ],
};
const DEFAULTS = {
  ...{ sessionId: null, requestUrl: null, requestNumber: 'lead-a' },
  requestDate: '01.07.2026 10:00:00',
};

const leadOf = (text: string) =>
  limitLead(
    {
      fields: {
        ...{ subject: text, fio: text, phoneNumber: text, email: text, comment: text },
        ...{ tags: text, requestUrl: text, requestDate: text, sessionId: text },
      },
      customFields: [{ name: text, value: text }],
    },
    DEFAULTS,
    'Europe/Moscow',
  ).lead;

/** As long as what is stored may be, and longer. */
const masked = (text: string) => {
  const lead: Lead = {
    ...{ subject: text, fio: text, phoneNumber: text, email: text, comment: text, tags: text },
    customFields: [{ name: 'a', value: text }],
  };
  const whole = { code: 'rejected', values: { phone: text }, text } as const;
  return maskDelivery(
    {
      ...{ id: 1, contentType: 'a', documentId: 'b', locale: null, site: 'main', status: 'failed' },
      ...{
        reason: whole,
        warnings: [],
        requestNumber: text,
        requestId: null,
        requestIds: [],
        result: null,
        lead,
      },
      capture: {
        ...NO_CAPTURE,
        pageUrl: text,
        visit: Object.fromEntries(VISIT_MEMBERS.map((member) => [member, text])),
      },
      ...{ trigger: 'automatic', attemptCount: 1, possibleDuplicate: false, entryDeleted: false },
      ...{ submittedAt: '2026-07-01T07:00:00.000Z', nextAttemptAt: null, deliveredAt: null },
      isMasked: false,
    },
    new Set<string>(),
  );
};

const WORKS: [string, (text: string) => unknown][] = [
  ['the body’s capture', (text) => captureInput({ data: text })],
  [
    'faults of a capture',
    (text) => captureFaults({ sessionId: text, pageUrl: text, visit: { utmTerm: text } }),
  ],
  ['a session’s end', (text) => isExpired(`call_s=${text}`, '111', 0)],
  ['marks of ads', (text) => marksOf(`https://example.ru/?utm_term=${text}`)],
  ['a session id', sessionIdOf],
  ['a page’s address', (text) => [pageUrlOf(text), hostOf(text)]],
  [
    'cookies and Referer',
    (text) => {
      const input = { reason: text, token: text, visit: { referrer: text } };
      const cookies = `_ct_ids=aaaa1111:1:111; call_s=${text}`;
      const request = { input, cookies, referer: text, atMs: 0 };
      captureOf(request, SETTINGS, { site: null });
    },
  ],
  [
    'cookies in the browser',
    (text) => [sessionInCookies(text, 'abcd1234', true), sessionInCookies(text, undefined, true)],
  ],
  ['a phone', leadPhone],
  ['a date', (text) => readRequestDate(text, 'Europe/Moscow')],
  ['cleaning and cutting', (text) => [clean(text), cleanLine(text), cut(text, 256)]],
  ['a lead', leadOf],
  ['Retry-After', (text) => retryAfterMs(text, 0)],
  [
    'an answer',
    (text) => [resultOf(parseAnswer(text) ?? {}), textOf(text), textOf(JSON.stringify(text))],
  ],
  [
    'its outcome',
    (body) => {
      const answer = { kind: 'answer', body, contentType: body, retryAfter: body } as const;
      for (const status of [200, 400, 429, 500]) outcomeOf({ ...answer, status }, 0);
    },
  ],
  ['the text of a value', (text) => [valueText(text), valueText([text])]],
  ['masking', masked],
];

jest.setTimeout(120_000);

describe('no text of a visitor or of Calltouch takes more than linear time', () => {
  it.each(WORKS)('for %s', (_, work) => {
    expectLinear(work);
  });
});
