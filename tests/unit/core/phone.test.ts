import fc from 'fast-check';
import { parsePhoneNumberFromString } from 'libphonenumber-js';
import { leadPhone } from '../../../server/src/core/phone';

describe('leadPhone', () => {
  it.each([
    '8 (920) 555-00-55',
    '8-920-555-00-55',
    '+7 920 555 00 55',
    '+7(920)5550055',
    '7 920 555 00 55',
    '89205550055',
    '9205550055',
    '(920) 555.00.55',
    '+7\u00a0920\u00a0555\u201100\u201155',
    '\u202a+7 920 555-00-55\u202c',
    '８９２０５５５００５５',
    'тел.: 8 920 555-00-55',
    'Моб. +7 920 555-00-55;',
    '8/920/555-00-55',
    '+89205550055',
    '+7 8 920 555-00-55',
    '8 920 555-00-55, +7 920 555-00-55',
  ])('reads %p', (text) => {
    expect(leadPhone(text)).toEqual({ kind: 'number', phoneNumber: '79205550055' });
  });

  it.each([
    ['+7 (701) 123-45-67', '77011234567'],
    ['8 7172 12 34 56', '77172123456'],
    ['+7 000 000-00-00', '70000000000'],
    ['1234567890', '71234567890'],
  ])('judges %p by its shape, not by its range', (text, phoneNumber) => {
    expect(leadPhone(text)).toEqual({ kind: 'number', phoneNumber });
  });

  it.each(['', '  ', '\n\t'])('finds none in %p', (text) => {
    expect(leadPhone(text)).toEqual({ kind: 'none' });
  });

  it.each([
    '+380 67 123 45 67',
    '+1 212 555 12 34',
    '+84 95 555 00 55',
    '067 123 45 67',
    '555-00-55',
    '8 920 555-00-5',
    '7 920 555-00-5',
    '+7 920 555-00-555',
    '1 920 555-00-55',
    '+9205550055',
    'перезвоните',
    '8 920 555-00-55 12',
  ])('takes %p for impossible', (text) => {
    expect(leadPhone(text)).toEqual({ kind: 'impossible', text });
  });

  it.each([
    '8 920 555-00-55 доб. 12',
    '8 920 555-00-55 (доб. 12)',
    '8 920 555-00-55 вн 12',
    '8 920 555-00-55, ext. 1234567',
    '8 920 555-00-55 #12',
    '89205550055x12',
    '89205550055 х 12',
  ])('keeps the extension of %p for the comment', (text) => {
    expect(leadPhone(text)).toEqual({
      kind: 'number',
      phoneNumber: '79205550055',
      warning: 'phoneExtensionMovedToComment',
      remainder: text,
    });
  });

  it.each([
    '8 920 555-00-55, 8 495 123-45-67',
    '8 920 555-00-55\n8 495 123-45-67',
    '8 920 555-00-55 / 84951234567',
    '89205550055 84951234567',
    '+7 920 555-00-55 +7 495 123-45-67 доб. 3',
    '+380 67 123 45 67 или 8 920 555-00-55',
    '8 920 555-00-55, раб. 123-45-67',
  ])('sends the first of %p and keeps the others for the comment', (text) => {
    expect(leadPhone(text)).toEqual({
      kind: 'number',
      phoneNumber: '79205550055',
      warning: 'phoneListed',
      remainder: text,
    });
  });

  it.each(['8 920 555-00-55 спросить Ивана', '8 920 555-00-55 (WhatsApp)'])(
    'keeps what %p says beside the number',
    (text) => {
      expect(leadPhone(text)).toEqual({
        kind: 'number',
        phoneNumber: '79205550055',
        remainder: text,
      });
    },
  );

  it('reads any ten digits after any prefix and through any punctuation', () => {
    const digits = fc.stringMatching(/^[1-9]\d{9}$/);
    const separators = fc.array(fc.constantFrom('', ' ', '-', '\u00a0', ' - '), {
      minLength: 9,
      maxLength: 9,
    });
    fc.assert(
      fc.property(fc.constantFrom('+7', '8', '7'), digits, separators, (prefix, national, gaps) => {
        const text = prefix + [...national].map((digit, i) => digit + (gaps[i] ?? '')).join('');
        expect(leadPhone(text)).toMatchObject({ kind: 'number', phoneNumber: `7${national}` });
      }),
    );
  });

  it('agrees with libphonenumber on every number that is valid there', () => {
    const valid = fc
      .stringMatching(/^(?:9\d{9}|7(?:0[0-8]|47|7[1-8])\d{7}|(?:495|812|843|800)\d{7})$/)
      .map((national) => parsePhoneNumberFromString(`+7${national}`))
      .filter((number) => number?.isValid() === true);
    const format = fc.constantFrom('NATIONAL', 'INTERNATIONAL', 'E.164', 'RFC3966');
    fc.assert(
      fc.property(valid, format, (number, style) => {
        const text = number?.format(style).replace('tel:', '') ?? '';
        expect(leadPhone(text)).toEqual({ kind: 'number', phoneNumber: number?.number.slice(1) });
      }),
    );
  });

  it('gives eleven digits beginning with 7, or loses nothing of the text', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[\d +()xдоб.,;/-]{0,60}$/), (text) => {
        const result = leadPhone(text);
        if (result.kind === 'number') expect(result.phoneNumber).toMatch(/^7\d{10}$/);
        if (result.kind === 'impossible') expect(result.text).toBe(text.trim());
        if (result.kind === 'none') expect(text.trim()).toBe('');
      }),
    );
  });

  it.each(['1 '.repeat(250), '('.repeat(500), '8'.repeat(500), '+7 '.repeat(100_000)])(
    'is quick with a hostile text',
    (text) => {
      const startedMs = performance.now();
      expect(leadPhone(text).kind).toBe('impossible');
      expect(performance.now() - startedMs).toBeLessThan(200);
    },
  );
});
