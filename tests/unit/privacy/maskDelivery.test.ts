import fc from 'fast-check';
import { NO_CAPTURE } from '../../../server/src/capture/capture';
import type { Attempt, Delivery, Lead, LeadResult, Preview } from '../../../server/src/contracts';
import {
  hideAll,
  maskDelivery as maskBy,
  maskPreview,
  settingsWords,
} from '../../../server/src/privacy/maskDelivery';
import { maskEmail, maskName, maskPhone } from '../../../server/src/privacy/personalText';
import { FORM } from '../mapping/mappingModels';
import { itEvery } from '../../support/itEvery';

const WORDS = settingsWords([{ fields: { subject: 'Заявка с сайта', fio: '{{ name }}' } }]);
const maskDelivery = (delivery: Delivery) => maskBy(delivery, WORDS);

const LEAD: Lead = {
  subject: 'Заявка с сайта',
  requestNumber: 'lead-abcdefghijklmnopqrstuvwx',
  requestDate: '01.07.2026 10:00:00',
  sessionId: '4794763832',
  fio: 'Анна Кузнецова',
  phoneNumber: '79201234567',
  email: 'anna@example.ru',
  comment: 'Перезвоните после шести',
  requestUrl: 'https://example.ru/okna',
  customFields: [{ name: 'city', value: 'Тверь' }],
};

const ATTEMPT: Attempt = {
  id: 1,
  number: 1,
  trigger: 'automatic',
  requestedBy: null,
  possibleDuplicate: false,
  startedAt: '2026-07-01T07:00:01.000Z',
  durationMs: 120,
  httpStatus: 200,
  outcome: 'accepted',
  reason: null,
  requestId: '5222102',
  request: LEAD,
  response: null,
};

const RESULT: LeadResult = {
  requestId: '5222102',
  requestNumber: null,
  attribution: '1',
  source: 'yandex',
  medium: 'cpc',
  keywords: null,
  utmSource: 'yandex',
  utmMedium: 'cpc',
  utmTerm: 'окна пвх',
  utmContent: null,
  utmCampaign: '44108977',
  city: 'Тверь',
  ref: null,
  url: null,
  sessionId: '4794763832',
  yaClientId: '1522079123456789012',
  guaClientId: null,
  clientId: '9007199254740993',
  uniqueRequest: true,
  uniqTargetRequest: null,
  targetRequest: null,
  dateMs: 1_782_889_201_000,
};

const DELIVERY: Delivery = {
  id: 7,
  contentType: 'api::lead.lead',
  documentId: 'abcdefghijklmnopqrstuvwx',
  locale: null,
  site: 'main',
  status: 'delivered',
  reason: null,
  warnings: [],
  requestNumber: 'lead-abcdefghijklmnopqrstuvwx',
  requestId: '5222102',
  requestIds: ['5222102'],
  result: null,
  lead: LEAD,
  capture: {
    ...NO_CAPTURE,
    sessionId: '4794763832',
    pageUrl: 'https://example.ru/okna',
    source: 'body',
  },
  trigger: 'automatic',
  attemptCount: 1,
  possibleDuplicate: false,
  submittedAt: '2026-07-01T07:00:00.000Z',
  nextAttemptAt: null,
  deliveredAt: '2026-07-01T07:00:01.000Z',
  entryDeleted: false,
  isMasked: false,
};

const withResponse = (response: string, lead = LEAD) =>
  maskDelivery({ ...DELIVERY, lead, attempts: [{ ...ATTEMPT, request: lead, response }] })
    .attempts![0]!.response!;

const withReason = (text: string, lead: Lead | null = LEAD) =>
  maskDelivery({ ...DELIVERY, lead, reason: { code: 'rejected', values: {}, text } }).reason!.text;

describe('a masked delivery', () => {
  it('keeps enough of its lead to recognise a person', () => {
    expect(maskDelivery(DELIVERY)).toEqual({
      ...DELIVERY,
      isMasked: true,
      lead: {
        ...LEAD,
        fio: 'А***',
        phoneNumber: '7920*****67',
        email: 'a***@example.ru',
        comment: '***',
        customFields: [{ name: 'city', value: '***' }],
      },
    });
  });

  it('keeps what is not personal, and leaves the original alone', () => {
    const before = structuredClone(DELIVERY);
    const empty = { ...DELIVERY, lead: null, capture: null };
    expect(maskDelivery(empty)).toEqual({ ...empty, isMasked: true });
    maskDelivery(DELIVERY);
    expect(DELIVERY).toEqual(before);
  });

  it('hides members of an answer, and keeps its numbers and its structure', () => {
    const answer = `{"date": 1782889201000, "session":{"ip":"95.66.182.68","yaClientId":1522079123456789012,
      "attribution":1,"sessionId":4794763832,"city":"Тверь"},"requestId":5222102,"requestNumber":"lead-abc",
      "client":{"fio":"Anna K.","clientId":9007199254740993,"phones":[{"phoneNumber":"79207654321","phoneType":"OTHER"}],
      "contacts":[{"contactType":"EMAIL","contactValue":"second@example.ru"}]},"comment":"Другой","orders":[],"x":null}`;
    expect(withResponse(answer)).toBe(
      answer
        .replace('95.66.182.68', '***')
        .replace('Anna K.', 'A***')
        .replace('79207654321', '7920*****21')
        .replace('second@example.ru', 's***@example.ru')
        .replace('Другой', '***'),
    );
  });

  it('hides a phone that is a number of the JSON', () => {
    expect(withResponse('{"phone":79207654321,"other":79201234567,"id":79207654399}')).toBe(
      '{"phone":"7920*****21","other":"***","id":79207654399}',
    );
  });

  itEvery([
    ['in a string', '{"requestId":1,"client":{"fio":"Кто-то ещё'],
    ['in an escape', '{"requestId":1,"client":{"fio":"\\u041a\\u0442\\u04'],
    ['in a backslash', '{"requestId":1,"client":{"fio":"Кто-то\\'],
    ['after it', '{"requestId":1,"client":{"fio":"Кто-то ещё","clientId":'],
  ])('hides members of an answer that is cut off …', (_, answer) => {
    expect(withResponse(answer)).toMatch(/^\{"requestId":1,"client":\{"fio":"К\*\*\*/);
    expect(withResponse(answer)).not.toMatch(/то|ещё|u0442/);
  });

  itEvery([
    '79201234567',
    '+7 (920) 123-45-67',
    '8 920 123 45 67',
    '8(920)1234567',
    '920-123-45-67',
    '%2B7%20920%20123-45-67',
    '9201234567',
  ])('hides the phone written as …', (phone) => {
    const shown = withReason(`Номер ${phone} уже есть`);
    expect(shown).not.toContain('123');
    expect(shown).toMatch(/^Номер .+ уже есть$/);
  });

  itEvery([
    ['the name', 'Клиент Анна Кузнецова отклонён', 'Клиент А*** отклонён'],
    ['a short name as a word only', 'Нет Ли? Или нет', 'Нет Л***? Или нет'],
    ['a part of it in capitals', 'КУЗНЕЦОВА: нет', 'К***: нет'],
    ['the email', 'ANNA@example.ru занят', 'A***@example.ru занят'],
    ['the comment', 'Плохо: «Перезвоните после шести»', 'Плохо: «***»'],
    ['a custom field', 'city=Тверь', 'city=***'],
    ['JSON that is none', '[Ошибка] Анна', '[Ошибка] А***'],
    [
      'an escaped name',
      '{"message":"\\u0410\\u043d\\u043d\\u0430: нет"}',
      '{"message":"А***: нет"}',
    ],
    ['an address', '?n=%D0%90%D0%BD%D0%BD%D0%B0&e=anna%40example.ru', '?n=А***&e=a***@example.ru'],
  ])('hides … in a refusal', (_, text, expected) => {
    const lead = text.includes('Ли') ? { ...LEAD, fio: 'Ли' } : LEAD;
    expect(withReason(text, lead)).toBe(expected);
  });

  it('hides what looks personal where the lead is erased', () => {
    expect(withReason('8 920 123-45-67 (anna@example.ru), заявка 5222102', null)).toBe(
      '8920*****67 (a***@example.ru), заявка 5222102',
    );
  });

  it('hides the phone that was moved to the comment', () => {
    const lead = { ...LEAD, phoneNumber: undefined };
    const masked = maskDelivery({
      ...DELIVERY,
      lead,
      warnings: [
        { field: 'phoneNumber', code: 'phoneMovedToComment', values: { phone: '+49 170 1234' } },
      ],
      attempts: [{ ...ATTEMPT, request: lead, response: 'Bad phone +49 170 1234' }],
    });
    expect(masked.warnings[0]!.values).toEqual({ phone: '***' });
    expect(masked.attempts![0]!.response).not.toContain('170');
  });

  it('hides the lead of an earlier mapping in later answers', () => {
    const earlier = { ...LEAD, fio: 'Прежнее Имя' };
    const masked = maskDelivery({
      ...DELIVERY,
      attempts: [
        { ...ATTEMPT, request: earlier },
        { ...ATTEMPT, response: 'Прежнее Имя' },
      ],
    });
    expect(JSON.stringify(masked)).not.toContain('Прежнее');
  });

  it('never shows the person, wherever the person’s data stands', () => {
    const letters = (alphabet: string, minLength: number) =>
      fc.string({ unit: fc.constantFrom(...alphabet), minLength, maxLength: 9 });
    const word = fc.oneof(letters('абвгдеёжзийклмн', 4), letters('qwzxjk', 4));
    const person = fc.record({
      name: fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join(' ')),
      phone: fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 10, maxLength: 10 }),
      email: fc
        .tuple(letters('qwzxjk', 2), letters('qwzxjk', 2))
        .map((parts) => `${parts.join('@')}.ru`),
      comment: fc.string({ minLength: 4, maxLength: 40 }),
    });
    const notation = fc.constantFrom(
      (ten: string) => `7${ten}`,
      (ten: string) =>
        `+7 (${ten.slice(0, 3)}) ${ten.slice(3, 6)}-${ten.slice(6, 8)}-${ten.slice(8)}`,
      (ten: string) => `8 ${ten.slice(0, 3)} ${ten.slice(3)}`,
      (ten: string) => ten,
    );
    const place = fc.constantFrom(
      (text: string) => JSON.stringify({ requestId: 5, message: text }),
      (text: string) => JSON.stringify({ client: { fio: text, list: [text, 1] } }).slice(0, -3),
      (text: string) => `<p>${text}</p>`,
      (text: string) => text,
      (text: string) => `[${text}`,
    );
    fc.assert(
      fc.property(
        person,
        notation,
        place,
        fc.nat(3),
        ({ name, phone, email, comment }, write, put, at) => {
          const lead = { ...LEAD, fio: name, phoneNumber: `7${phone}`, email, comment };
          const said = [
            name,
            write(phone),
            email.toUpperCase(),
            `${name} ${email} ${write(phone)}`,
          ][at]!;
          const text = put(said);
          const masked = maskDelivery({
            ...DELIVERY,
            lead: {
              ...lead,
              subject: said,
              tags: said,
              requestUrl: `https://example.ru/?q=${encodeURIComponent(said)}`,
            },
            reason: { code: 'rejected', values: { message: said }, text },
            warnings: [{ field: 'fio', code: 'templateFailed', values: { message: said } }],
            attempts: [{ ...ATTEMPT, request: lead, response: text }],
          });
          const shown = decodeURIComponent(
            JSON.stringify(masked).replace(/%(?![0-9A-F]{2})/g, ''),
          ).toLowerCase();
          expect(shown).not.toContain(name);
          expect(shown).not.toContain(email);
          expect(shown.replace(/[\s()+-]/g, '')).not.toContain(phone);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('keeps JSON readable, whatever the lead is', () => {
    fc.assert(
      fc.property(fc.json(), fc.string(), fc.string(), (json, fio, comment) => {
        const masked = withResponse(json, { ...LEAD, fio, comment });
        if (/^\s*[{[]/.test(json)) JSON.parse(masked);
      }),
    );
  });

  it('shows nothing that a visitor, a template or a transform may have written', () => {
    let count = 0;
    /** Words that no other text holds, and no email, phone or name. */
    const secret = () => `тайна${(count += 1)}тайна`;
    const address = () => `https://example.ru/okna?utm_source=yandex&q=${secret()}#${secret()}`;
    const lead = (): Lead => ({
      ...LEAD,
      subject: secret(),
      requestNumber: secret(),
      requestDate: '12.04.1961 09:07:00',
      sessionId: '170845090',
      comment: secret(),
      tags: secret(),
      requestUrl: address(),
      customFields: [{ name: 'city', value: secret() }],
    });
    const values = () => ({ message: secret(), anything: secret() });
    const answer = JSON.stringify({
      requestId: 5,
      subject: secret(),
      list: [{ id: 7 }, secret()],
      unheardOf: secret(),
      ref: address(),
      session: { ip: secret(), url: address() },
    });
    const masked = maskDelivery({
      ...DELIVERY,
      requestNumber: secret(),
      lead: lead(),
      capture: {
        ...DELIVERY.capture!,
        pageUrl: address(),
        visit: { landingPage: address(), referrer: address() },
      },
      result: { ...RESULT, ref: address(), url: address() },
      reason: { code: 'transformFailed', values: values(), text: secret() },
      warnings: [{ field: 'fio', code: 'templateFailed', values: values() }],
      attempts: [
        {
          ...ATTEMPT,
          request: lead(),
          response: answer,
          reason: { code: 'mappingFailed', values: values(), text: secret() },
        },
        { ...ATTEMPT, request: lead(), response: answer.slice(0, -20) },
      ],
      ...({ unheardOf: secret() } as object),
    });
    const shown = JSON.stringify(masked);
    expect(shown).not.toMatch(/тайна|1961|170845090|unheardOf":"т/);
    expect(masked).not.toHaveProperty('unheardOf');
    expect(masked.capture!.pageUrl).toBe('https://example.ru/okna?utm_source=yandex&***');
    expect(masked.result).toMatchObject({ source: 'yandex', city: 'Тверь', utmTerm: 'окна пвх' });
  });

  itEvery([
    ['subject', 'Заявка с сайта'],
    ['requestNumber', 'lead-abcdefghijklmnopqrstuvwx'],
    ['requestDate', '01.07.2026 10:00:00'],
    ['sessionId', '4794763832'],
    ['requestUrl', 'https://example.ru/okna'],
  ] as const)('shows the … that is the settings’ or the plugin’s own', (member, value) => {
    const masked = maskDelivery({ ...DELIVERY, attempts: [ATTEMPT] });
    expect(masked.lead![member]).toBe(value);
    expect(masked.attempts![0]!.request![member]).toBe(value);
  });

  itEvery([
    ['its beginning', (comment: string) => comment.slice(0, 100)],
    ['its middle', (comment: string) => comment.slice(50, 90)],
    ['its end', (comment: string) => comment.slice(-60)],
    ['it on one line', (comment: string) => comment.replaceAll('\n', ' ')],
    ['it in an address', (comment: string) => encodeURIComponent(comment.slice(0, 90))],
  ])('hides a long comment of which an answer quotes …', (_, quote) => {
    const words = Array.from({ length: 200 }, (__, at) => `слово${at * 7}я`);
    const comment = words.join(' ').replaceAll('5я ', '5я\n');
    const shown = withReason(`Комментарий «${quote(comment)}» не принят`, { ...LEAD, comment });
    expect(shown).toBe('Комментарий «***» не принят');
  });

  it('shows how a delivery stands where it can’t be masked', () => {
    const bare = hideAll({ ...DELIVERY, attempts: [ATTEMPT] });
    expect(bare).toMatchObject({ id: 7, status: 'delivered', requestId: '5222102' });
    expect(JSON.stringify(bare)).not.toMatch(/Анна|79201234567|example\.ru|Перезвоните|Тверь/);
  });

  it('takes no time for texts that were made to cost it', () => {
    const startMs = performance.now();
    for (const part of ['a', '7', '7 ', '"', '\\', '{"', '@', 'a@', '7-9-']) {
      withResponse(part.repeat(8192 / part.length));
      withResponse(`{"a":"${part.repeat(8000 / part.length)}`);
    }
    expect(performance.now() - startMs).toBeLessThan(2000);
  });
});

describe('a masked preview', () => {
  const preview: Preview = {
    documentId: 'abc',
    site: 'main',
    lead: { ...LEAD, subject: 'Anything that the entry holds' },
    reason: null,
    warnings: [],
    isMasked: false,
  };

  it('hides the lead', () => {
    const masked = maskPreview(preview, FORM);
    expect(masked).toMatchObject({ isMasked: true, lead: { fio: 'А***', comment: '***' } });
  });

  it('hides what a template put where no personal data belongs', () => {
    const form = { ...FORM, fields: { ...FORM.fields, subject: '{{ secret }}' } };
    expect(maskPreview(preview, form).lead!.subject).toBe('***');
    const plain = { ...FORM, fields: { ...FORM.fields, subject: 'Заявка' } };
    const constant = { ...preview, lead: { ...LEAD, subject: 'Заявка' } };
    expect(maskPreview(constant, plain).lead!.subject).toBe('Заявка');
  });
});

describe('masks', () => {
  itEvery([
    ['Анна', 'А***'],
    [' «Анна» Кузнецова', 'А***'],
    ['Я', '***'],
    ['', '***'],
  ])('of the name …', (name, expected) => expect(maskName(name)).toBe(expected));
  itEvery([
    ['79201234567', '7920*****67'],
    ['+49 170 123', '***'],
  ])('of the phone …', (phone, expected) => expect(maskPhone(phone)).toBe(expected));
  itEvery([
    ['anna@example.ru', 'a***@example.ru'],
    ['a@example.ru', '***@example.ru'],
    ['nobody', '***'],
  ])('of the email …', (email, expected) => expect(maskEmail(email)).toBe(expected));
});
