import fc from 'fast-check';
import type { Lead } from '../../../server/src/contracts';
import { formEncoded, leadParameters } from '../../../server/src/calltouch/registerRequest';
import { SITE } from '../mapping/mappingModels';
import { itEvery } from '../../support/itEvery';
import { CAPTURE, ENTRY, leadOf, made, NOTHING } from './madeLead';

describe('makeLead', () => {
  it('renders the mapping and adds session, page, number and date', () => {
    expect(made({ fields: { comment: '{{ message }}', tags: 'сайт,окна' } })).toEqual({
      kind: 'lead',
      lead: {
        subject: 'Заявка',
        requestNumber: 'lead-abc',
        requestDate: '01.07.2026 10:00:00',
        sessionId: '4794763832',
        fio: 'Иван',
        phoneNumber: '79205550055',
        email: 'ivan@example.ru',
        comment: 'Жду',
        tags: 'сайт,окна',
        requestUrl: 'https://example.ru/okna?utm_source=ya',
        customFields: [],
      },
      warnings: [],
    });
  });

  it('leaves out what is empty', () => {
    const input = { entry: { name: 'Иван', phone: null, email: '  ' }, capture: NOTHING };
    const lead = leadOf({ ...input, fields: { subject: '', comment: '{{ message }}' } });
    expect(Object.keys(lead).sort()).toEqual([
      'customFields',
      'fio',
      'requestDate',
      'requestNumber',
    ]);
  });

  it('sends 0 and false, which are values', () => {
    const customFields = [
      { name: 'count', value: '{{ count }}' },
      { name: 'agreed', value: '{{ agreed }}' },
      { name: 'price', value: '{{ price }}' },
    ];
    expect(
      leadOf({ entry: { ...ENTRY, count: 0, agreed: false }, customFields }).customFields,
    ).toEqual([
      { name: 'count', value: '0' },
      { name: 'agreed', value: 'false' },
    ]);
  });

  itEvery([
    ['name', { name: 'Иван' }],
    ['phone', { phone: '9205550055' }],
    ['email', { email: 'a@example.ru' }],
  ])('needs no more than a …', (_, entry) => {
    expect(made({ entry }).kind).toBe('lead');
  });

  itEvery([
    [{}, {}],
    [{ name: ' ', phone: '', email: null }, {}],
    [{ name: '\u200b', message: 'Жду' }, {}],
    [{ phone: '555-00-55' }, { phone: '555-00-55' }],
  ])('fails without a contact', (entry, values) => {
    const result = made({ entry, fields: { comment: '{{ message }}' } });
    expect(result).toMatchObject({
      kind: 'failed',
      reason: { code: 'noContact', values, text: null },
    });
  });

  it('fails, and does not throw, where the lead can’t be made', () => {
    const entry = Object.defineProperty({}, 'name', { enumerable: true, get: () => null });
    const site = { ...SITE, timeZone: 'Mars/Phobos' };
    expect(made({ entry, site })).toMatchObject({
      kind: 'failed',
      lead: null,
      reason: { code: 'mappingFailed', text: expect.stringContaining('Mars/Phobos') },
    });
  });

  it('keeps the other fields where one template fails', () => {
    const endless = '{% for i in (1..100000000) %}{% endfor %}';
    const result = made({ fields: { comment: endless, tags: '{{ name | nosuch }}' } });
    expect(result).toMatchObject({ kind: 'lead', lead: { fio: 'Иван' } });
    expect(result.lead).not.toHaveProperty('comment');
    expect(result.warnings).toEqual([
      {
        field: 'comment',
        code: 'templateFailed',
        values: { message: expect.stringContaining('limit') },
      },
      {
        field: 'tags',
        code: 'templateFailed',
        values: { message: expect.stringContaining('nosuch') },
      },
    ]);
  });

  it('warns of attributes that are gone, private or misspelled, once each', () => {
    const customFields = [
      { name: 'a', value: '{{ gone.a }}{{ gone.b }}{{ product.nothing }}{{ note }}' },
    ];
    expect(made({ customFields }).warnings).toEqual(
      ['gone', 'product.nothing', 'note'].map((attribute) => ({
        field: 'customFields.a',
        code: 'attributeMissing',
        values: { attribute },
      })),
    );
  });
});

describe('the transform', () => {
  it('has the last word, within the limits', () => {
    const transform = (lead: Lead) => ({
      ...lead,
      fio: 'я'.repeat(300),
      phoneNumber: '8 495 123-45-67',
      sessionId: '',
    });
    const { lead, warnings } = made({ transform });
    expect(lead).toMatchObject({ fio: 'я'.repeat(256), phoneNumber: '74951234567' });
    expect(lead).not.toHaveProperty('sessionId');
    expect(warnings).toMatchObject([{ field: 'fio', code: 'cut' }]);
  });

  it('can take away neither number nor date', () => {
    expect(leadOf({ transform: () => ({ fio: 'Иван', customFields: [] }) })).toEqual({
      fio: 'Иван',
      requestNumber: 'lead-abc',
      requestDate: '01.07.2026 10:00:00',
      customFields: [],
    });
  });

  it('can give a lead the contact that its mapping lacks', () => {
    const transform = (lead: Lead) => ({ ...lead, email: 'a@example.ru' });
    expect(made({ entry: { phone: '555-00-55' }, transform })).toMatchObject({
      kind: 'lead',
      lead: { email: 'a@example.ru', comment: 'Телефон: 555-00-55' },
    });
  });

  it('does not double the phone in the comment', () => {
    const transform = (lead: Lead) => ({ ...lead, phoneNumber: '555-00-55' });
    const lead = leadOf({ entry: { ...ENTRY, phone: '555-00-55' }, transform });
    expect(lead.comment).toBe('Телефон: 555-00-55');
  });

  itEvery([
    [() => null, 'skipped', 'transformRejected'],
    [() => undefined, 'failed', 'transformFailed'],
    [() => Promise.resolve({ customFields: [] }), 'failed', 'transformFailed'],
    [
      () => {
        throw new Error('broken');
      },
      'failed',
      'transformFailed',
    ],
    [() => ({ subject: 'x', customFields: [] }), 'failed', 'noContact'],
  ])('becomes … with …', (transform, kind, code) => {
    expect(made({ transform })).toMatchObject({ kind, reason: { code } });
  });
});

describe('any submission', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 400 }),
    fc
      .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 400 })
      .map((units) => String.fromCharCode(...units)),
    fc.string({ unit: 'grapheme', maxLength: 400 }),
  );

  it('becomes parameters that a form parser reads back unchanged, none empty or too long', () => {
    const entries = fc.record({ name: text, phone: text, email: text, message: text });
    const captures = fc.record({
      sessionId: text,
      pageUrl: text.map((path) => `https://example.ru/${path}`),
    });
    fc.assert(
      fc.property(entries, captures, text, (entry, captured, name) => {
        const result = made({
          entry,
          capture: { ...CAPTURE, ...captured },
          fields: {
            comment: '{{ message }}',
            subject: '{{ message }}',
            requestNumber: '{{ message }}',
          },
          customFields: [{ name, value: '{{ message }}' }],
        });
        const parameters = leadParameters(result.lead ?? { customFields: [] });
        expect([...new URLSearchParams(formEncoded(parameters))]).toEqual(parameters);
        for (const [, value] of parameters) expect(value.trim()).not.toBe('');
        for (const field of ['subject', 'requestNumber', 'fio', 'email'] as const) {
          expect(result.lead?.[field]?.length ?? 0).toBeLessThanOrEqual(256);
        }
        const contacts = [result.lead?.fio, result.lead?.phoneNumber, result.lead?.email];
        expect(result.kind).toBe(contacts.some(Boolean) ? 'lead' : 'failed');
        if (result.lead?.phoneNumber) expect(result.lead.phoneNumber).toMatch(/^7\d{10}$/);
      }),
      { numRuns: 400 },
    );
  });

  it('keeps the phone of everybody: as the number, in the comment or in the reason', () => {
    const phones = fc
      .stringMatching(/^[\d +()xдоб.,;/-]{1,40}$/)
      // With fewer digits it may be an empty mask, or a country's code alone, after a printed 7 even.
      .filter((phone) => (phone.match(/\d/g) ?? []).length > 4);
    fc.assert(
      fc.property(phones, fc.constantFrom('', 'Иван'), (phone, name) => {
        const result = made({ entry: { name, phone } });
        const { phoneNumber, comment } = result.lead ?? {};
        const kept = phoneNumber ?? comment ?? '';
        expect(kept).not.toBe('');
        if (phoneNumber === undefined && result.kind === 'failed') {
          expect(result.reason.values.phone).toBe(phone.trim().replace(/\s+/g, ' '));
        }
      }),
    );
  });
});
