import { leadParameters } from '../../../server/src/calltouch/registerRequest';
import { SITE } from '../mapping/mappingModels';
import { itEvery } from '../../support/itEvery';
import { CAPTURE, ENTRY, leadOf, made } from './madeLead';

describe('limits', () => {
  itEvery([
    ['subject', 256],
    ['requestNumber', 256],
    ['fio', 256],
    ['email', 256],
    ['tags', 1000],
    ['comment', 4000],
  ] as const)('cuts … to … characters with a warning', (field, limit) => {
    const fits = made({
      fields: { [field]: '{{ message }}' },
      entry: { ...ENTRY, message: 'я'.repeat(limit) },
    });
    expect(fits).toMatchObject({ lead: { [field]: 'я'.repeat(limit) }, warnings: [] });
    const long = made({
      fields: { [field]: '{{ message }}' },
      entry: { ...ENTRY, message: `${'я'.repeat(limit - 1)}😀` },
    });
    expect(long).toMatchObject({
      lead: { [field]: 'я'.repeat(limit - 1) },
      warnings: [{ field, code: 'cut', values: { limit: String(limit) } }],
    });
  });

  it('cuts the value of a custom field', () => {
    const result = made({ customFields: [{ name: 'a', value: 'я'.repeat(1001) }] });
    expect(result.lead?.customFields).toEqual([{ name: 'a', value: 'я'.repeat(1000) }]);
    expect(result.warnings).toMatchObject([{ field: 'customFields.a', code: 'cut' }]);
  });

  it('sends the first 20 custom fields that are filled and warns of the others', () => {
    const customFields = Array.from({ length: 22 }, (_, index) => ({
      name: `f${index}`,
      value: index === 0 ? '{{ nothing }}' : String(index),
    }));
    const { lead, warnings } = made({ customFields });
    expect(lead?.customFields.map(({ name }) => name)).toEqual(
      Array.from({ length: 20 }, (_, index) => `f${index + 1}`),
    );
    expect(warnings.at(-1)).toEqual({
      field: 'customFields',
      code: 'customFieldsOverLimit',
      values: { limit: '20' },
    });
  });

  it('puts names on one line and keeps the lines of a comment', () => {
    const entry = { ...ENTRY, name: ' Иван\r\n\tПетров ', message: 'раз\r\nдва\u0000' };
    expect(leadOf({ entry, fields: { comment: '{{ message }}' } })).toMatchObject({
      fio: 'Иван Петров',
      comment: 'раз\nдва',
    });
  });
});

describe('the phone', () => {
  itEvery([
    ['8 (920) 555-00-55', '79205550055'],
    ['+7 (701) 123-45-67', '77011234567'],
    ['9205550055', '79205550055'],
  ])('… is sent as …', (phone, phoneNumber) => {
    expect(leadOf({ entry: { ...ENTRY, phone } }).phoneNumber).toBe(phoneNumber);
  });

  it('goes into the comment where it is no number and a name identifies the lead', () => {
    const entry = { ...ENTRY, email: '', phone: '+1 212 555 12 34' };
    const result = made({ entry, fields: { comment: '{{ message }}' } });
    expect(result).toMatchObject({
      kind: 'lead',
      lead: { comment: 'Жду\nТелефон: +1 212 555 12 34' },
    });
    expect(result.lead).not.toHaveProperty('phoneNumber');
    expect(result.warnings).toEqual([
      { field: 'phoneNumber', code: 'phoneMovedToComment', values: { phone: '+1 212 555 12 34' } },
    ]);
  });

  it('makes a comment where there is none', () => {
    const entry = { email: 'a@example.ru', phone: 'после шести' };
    expect(leadOf({ entry }).comment).toBe('Телефон: после шести');
  });

  it('keeps its place in a comment that must be cut', () => {
    const entry = { ...ENTRY, phone: '555-00-55', message: 'я'.repeat(5000) };
    const { lead, warnings } = made({ entry, fields: { comment: '{{ message }}' } });
    expect(lead?.comment).toMatch(/я\nТелефон: 555-00-55$/);
    expect(lead?.comment).toHaveLength(4000);
    expect(warnings.map(({ code }) => code).sort()).toEqual(['cut', 'phoneMovedToComment']);
  });

  it('is cut with a warning where it is a whole story', () => {
    const { lead, warnings } = made({ entry: { ...ENTRY, phone: 'я'.repeat(300) } });
    expect(lead?.comment).toBe(`Телефон: ${'я'.repeat(200)}`);
    expect(warnings).toContainEqual({
      field: 'phoneNumber',
      code: 'cut',
      values: { limit: '200' },
    });
  });

  itEvery(['\u0000', '\u200b\u202a'])('is none where nothing of it can be seen', (phone) => {
    const { lead, warnings } = made({ entry: { ...ENTRY, phone } });
    expect(lead).not.toHaveProperty('comment');
    expect(warnings).toEqual([]);
  });

  itEvery([
    ['8 920 555-00-55 доб. 12', ['phoneExtensionMovedToComment']],
    ['8 920 555-00-55, 8 495 123-45-67', ['phoneListed']],
    ['8 920 555-00-55 спросить Ивана', []],
  ])('leaves what … says beside the number in the comment', (phone, codes) => {
    const { lead, warnings } = made({ entry: { ...ENTRY, phone } });
    expect(lead).toMatchObject({ phoneNumber: '79205550055', comment: `Телефон: ${phone}` });
    expect(warnings.map(({ code }) => code)).toEqual(codes);
  });
});

describe('sessionId', () => {
  itEvery([
    ['', '4794763832', '4794763832', false],
    ['123', '4794763832', '123', false],
    [' 123\n', null, '123', false],
    ['{{ nothing }}', null, undefined, true],
    ['0', '4794763832', '4794763832', true],
    ['0', null, undefined, true],
    ['undefined', null, undefined, true],
    ['null', null, undefined, true],
    ['-1', null, undefined, true],
    ['1.5', null, undefined, true],
    ['', '0', undefined, false],
    ['', '', undefined, false],
    ['', 'undefined', undefined, false],
    ['', null, undefined, false],
  ])('mapped …, captured …: sends …', (template, captured, sessionId, warns) => {
    const result = made({
      fields: { sessionId: template },
      capture: { ...CAPTURE, sessionId: captured },
    });
    expect(result.lead?.sessionId).toBe(sessionId);
    expect(Object.keys(result.lead ?? {}).includes('sessionId')).toBe(sessionId !== undefined);
    expect(result.warnings.length > 0).toBe(warns);
    const parameters = leadParameters(result.lead ?? { customFields: [] });
    expect(parameters.filter(([name]) => name === 'sessionId').length).toBe(sessionId ? 1 : 0);
  });
});

describe('requestUrl', () => {
  itEvery([
    ['', 'https://example.ru/a', 'https://example.ru/a', 0],
    ['https://example.ru/b', 'https://example.ru/a', 'https://example.ru/b', 0],
    ['/b', 'https://example.ru/a', 'https://example.ru/a', 1],
    ['javascript:alert(1)', null, undefined, 1],
    ['', null, undefined, 0],
    ['', 'https://example.ru/\ud800', 'https://example.ru/\ufffd', 0],
  ])('mapped …, captured …: sends …', (template, pageUrl, requestUrl, warningCount) => {
    const result = made({ fields: { requestUrl: template }, capture: { ...CAPTURE, pageUrl } });
    expect(result.lead?.requestUrl).toBe(requestUrl);
    expect(result.warnings).toHaveLength(warningCount);
  });
});

describe('requestNumber and requestDate', () => {
  itEvery([
    ['', 'lead-abc'],
    ['{{ nothing }}', 'lead-abc'],
    ['№ {{ count }}', '№ 7'],
  ])('number …: sends …', (template, requestNumber) => {
    const entry = { ...ENTRY, count: 7 };
    expect(leadOf({ entry, fields: { requestNumber: template } }).requestNumber).toBe(
      requestNumber,
    );
  });

  itEvery([
    ['', '01.07.2026 10:00:00', 0],
    ['{{ visitAt }}', '02.07.2026 15:30:00', 0],
    ['{{ visitAt | date: "%Y-%m-%dT%H:%M:%S%z" }}', '02.07.2026 15:30:00', 0],
    ['{{ birthday }}', '29.02.2000 00:00:00', 0],
    ['завтра', '01.07.2026 10:00:00', 1],
    ['31.02.2026', '01.07.2026 10:00:00', 1],
  ])('date …: sends …', (template, requestDate, warningCount) => {
    const entry = { ...ENTRY, visitAt: '2026-07-02T12:30:00.000Z', birthday: '2000-02-29' };
    const result = made({ entry, fields: { requestDate: template } });
    expect(result.lead?.requestDate).toBe(requestDate);
    expect(result.warnings).toHaveLength(warningCount);
  });

  itEvery([
    ['Europe/Berlin', '2026-03-29T00:59:59Z', '29.03.2026 01:59:59'],
    ['Europe/Berlin', '2026-03-29T01:00:00Z', '29.03.2026 03:00:00'],
    ['Europe/Moscow', '2026-12-31T21:00:00Z', '01.01.2027 00:00:00'],
  ])('writes the moment of submission in …', (timeZone, moment, requestDate) => {
    const lead = leadOf({ site: { ...SITE, timeZone }, submittedAtMs: Date.parse(moment) });
    expect(lead.requestDate).toBe(requestDate);
  });
});
