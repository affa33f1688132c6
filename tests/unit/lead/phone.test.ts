import fc from 'fast-check';
import {
  type CountryCode,
  getCountries,
  getExampleNumber,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/examples.mobile.json';
import { leadPhone } from '../../../server/src/lead/phone';
import { itEvery } from '../../support/itEvery';

describe('leadPhone', () => {
  itEvery([
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
  ])('reads …', (text) => {
    expect(leadPhone(text)).toEqual({ kind: 'number', phoneNumber: '79205550055' });
  });

  itEvery([
    ['+7 (701) 123-45-67', '77011234567'],
    ['8 7172 12 34 56', '77172123456'],
    ['8 (8342) 12-34-56', '78342123456'],
    ['8 800 555 35 35', '78005553535'],
    ['+8 800 555 35 35', '78005553535'],
    ['+7 8 495 123-45-67', '74951234567'],
    ['8 +7 495 123-45-67', '74951234567'],
    ['+7 (+7 495 123-45-67', '74951234567'],
    ['+784951234567', '74951234567'],
    ['7 777 123-45-67', '77771234567'],
    ['+7 7 920 555-00-55', '79205550055'],
    ['8 8 920 555-00-55', '79205550055'],
    ['00 7 920 555-00-55', '79205550055'],
    ['0079205550055', '79205550055'],
    ['8 10 7 920 555-00-55', '79205550055'],
    ['٨٩٢٠٥٥٥٠٠٥٥', '79205550055'],
    ['۸ ۹۲۰ ۵۵۵ ۰۰ ۵۵', '79205550055'],
    ['8️⃣9️⃣2️⃣0️⃣5️⃣5️⃣5️⃣0️⃣0️⃣5️⃣5️⃣', '79205550055'],
    ['8\u200b920\u00ad555\ufeff0055', '79205550055'],
    ['8 [920] 555-00-55', '79205550055'],
    ['+7 (920) 555-00-55 доб. ____', '79205550055'],
  ])('reads …', (text, phoneNumber) => {
    expect(leadPhone(text)).toEqual({ kind: 'number', phoneNumber });
  });

  itEvery([
    '',
    '  ',
    '\n\t',
    '+7 (___) ___-__-__',
    '+___________',
    '+7',
    '7',
    '8',
    '+',
    '-',
    '+7 (',
    '+7 (   )    -  -  ',
    '8 (___) ___-__-__',
    '+7 (9__) ___-__-__',
    '+79_________',
    '+7 (XXX) XXX-XX-XX',
    '+7 (ххх) ххх-хх-хх',
    '+7 ### ###-##-##',
    '(___) ___-____',
    '+375 (__) ___-__-__',
    '+49 ___',
    '+７ （＿＿＿） ＿＿＿',
    'Телефон: +7 (___) ___-__-__',
  ])('finds none in …', (text) => {
    expect(leadPhone(text)).toEqual({ kind: 'none' });
  });

  itEvery([
    '+380 67 123 45 67',
    '+375 29 123-45-67',
    '+998 90 123 45 67',
    '998 90 123 45 67',
    '996 555 12 34 56 9-18',
    '82 10 12 34 56 78',
    '00 375 29 123 45 67',
    '8 10 375 29 123 45 67',
    '8 029 123 45 67',
    '8 044 123-45-67',
    '80291234567',
    '+1 212 555 12 34',
    '+84 95 555 00 55',
    '+886 912 345 678',
    '067 123 45 67',
    '555-00-55',
    '8 920 555-00-5',
    '7 920 555-00-5',
    '8 343 123-45-6',
    '+7 343 123-45-6',
    '+7 920 555-00-555',
    '+7 (892) 055-50-05',
    '+7 (792) 055-50-05',
    '+7 (849) 512-34-56',
    '+7 (749) 512-34-56',
    '+7 000 000-00-00',
    '+7 (012) 345-67-89',
    '8 123 456 78 90',
    '1234567890',
    '8 (599) 123-45-67',
    '8 (602) 123-45-67',
    '1 920 555-00-55',
    '+9205550055',
    '+7 (920) 555-__-__',
    '+7 (8__) ___-__-__',
    '12',
    'перезвоните',
    'не звоните',
    '?',
    '8 10 920',
    '9',
    '998',
  ])('takes … for impossible', (text) => {
    expect(leadPhone(text)).toEqual({ kind: 'impossible', text });
  });

  itEvery([
    '8 920 555-00-55 доб. 12',
    '8 920 555-00-55 (доб. 12)',
    '8 920 555-00-55 вн 12',
    '8 920 555-00-55, ext. 1234567',
    '8 920 555-00-55 #12',
    '89205550055x12',
    '89205550055 х 12',
    '+7(920)555-00-55;ext=12',
  ])('keeps the extension of … for the comment', (text) => {
    expect(leadPhone(text)).toEqual({
      kind: 'number',
      phoneNumber: '79205550055',
      warning: 'phoneExtensionMovedToComment',
      remainder: text,
    });
  });

  itEvery([
    '8 920 555-00-55, 8 495 123-45-67',
    '8 920 555-00-55\n8 495 123-45-67',
    '8 920 555-00-55 / 84951234567',
    '89205550055 84951234567',
    '+7 920 555-00-55 +7 495 123-45-67 доб. 3',
    '+380 67 123 45 67 или 8 920 555-00-55',
    '8 920 555-00-55, раб. 123-45-67',
  ])('sends the first of … and keeps the others for the comment', (text) => {
    expect(leadPhone(text)).toEqual({
      kind: 'number',
      phoneNumber: '79205550055',
      warning: 'phoneListed',
      remainder: text,
    });
  });

  itEvery([
    '8 920 555-00-55 спросить Ивана',
    '8 920 555-00-55 (WhatsApp)',
    '8 920 555-00-55 12',
    '8 920 555-00-55 9:00-18:00',
    '8 920 555-00-55 (18:00)',
    '8 920 555-00-55 9-18',
    '9205550055 10.00-18.00',
    '18:30 8 920 555-00-55',
    '79205550055.0',
    '7.9205550055E+10',
  ])('keeps what … says beside the number', (text) => {
    expect(leadPhone(text)).toEqual({
      kind: 'number',
      phoneNumber: '79205550055',
      remainder: text,
    });
  });

  /** Ten digits of numbers that the plan has, in all its kinds. */
  const national = fc
    .oneof(
      fc.stringMatching(/^9\d{9}$/),
      fc.stringMatching(/^7(?:0[0-8]|47|7[1-8])\d{7}$/),
      fc.stringMatching(/^7(?:172|273|212)\d{6}$/),
      fc.stringMatching(/^(?:495|499|812|843|343|800|804)\d{7}$/),
    )
    .filter((digits) => parsePhoneNumberFromString(`+7${digits}`)?.isValid() === true);
  /** How people and masks write a number, with the prefix that they write. */
  const written = fc
    .record({
      national,
      prefix: fc.constantFrom(
        '+7',
        '8',
        '7',
        '+7 8',
        '+78',
        '00 7',
        '8 10 7',
        '+7 +7',
        'тел. 8',
        '',
      ),
      gaps: fc.array(fc.constantFrom('', ' ', '-', '\u00a0', ' - ', ' (', ') ', '.', '\u2011'), {
        minLength: 10,
        maxLength: 10,
      }),
    })
    .map(({ national: digits, prefix, gaps }) => {
      // Without a prefix a lone 7 or 8 in front would be taken for one; and what has eleven digits
      // up to a gap is read as these eleven, so that after a doubled prefix none may end there.
      const first = prefix === '' ? ['', ''] : gaps.slice(0, 2);
      const last = /^\+7 ?8/.test(prefix) ? '' : (gaps[9] ?? '');
      const spaces = [...first, ...gaps.slice(2, 9), last];
      return {
        prefix,
        national: digits,
        text: prefix + [...digits].map((digit, i) => (spaces[i] ?? '') + digit).join(''),
      };
    });

  it('reads a number of the plan in whatever form, and its own result again', () => {
    fc.assert(
      fc.property(written, ({ text, national: digits }) => {
        const result = leadPhone(text);
        expect(result).toEqual({ kind: 'number', phoneNumber: `7${digits}` });
        expect(leadPhone(`7${digits}`)).toEqual(result);
      }),
      { numRuns: 1000 },
    );
  });

  it('reads it before whatever else is said, and keeps that', () => {
    const more = fc.constantFrom(
      '9-18',
      '(18:00)',
      'с 9:00 до 18:00',
      'доб. 12',
      'Иван',
      '0',
      '.0',
    );
    // Ten digits alone, with more digits after them, may as well be a foreign number without plus.
    const prefixed = written.filter(({ prefix }) => prefix !== '');
    fc.assert(
      fc.property(prefixed, more, ({ text, national: digits }, words) => {
        expect(leadPhone(`${text} ${words}`)).toMatchObject({
          kind: 'number',
          phoneNumber: `7${digits}`,
          remainder: `${text} ${words}`,
        });
      }),
      { numRuns: 1000 },
    );
  });

  it('agrees with libphonenumber on every number that is valid there', () => {
    const format = fc.constantFrom('NATIONAL', 'INTERNATIONAL', 'E.164', 'RFC3966');
    fc.assert(
      fc.property(national, format, (digits, style) => {
        const number = parsePhoneNumberFromString(`+7${digits}`);
        const text = number?.format(style).replace('tel:', '') ?? '';
        expect(leadPhone(text)).toEqual({ kind: 'number', phoneNumber: `7${digits}` });
      }),
    );
  });

  it('sends no number of another country, in whatever form', () => {
    const countries = getCountries().filter((country) => country !== 'RU' && country !== 'KZ');
    const format = fc.constantFrom('INTERNATIONAL' as const, 'E.164' as const, 'IDD' as const);
    const foreign = (country: CountryCode) => getExampleNumber(country, examples);
    fc.assert(
      fc.property(fc.constantFrom(...countries), format, (country, style) => {
        const text = foreign(country)?.format(style, { fromCountry: 'RU' }) ?? '';
        expect(leadPhone(text)).toEqual({ kind: 'impossible', text });
      }),
      { numRuns: 1000 },
    );
  });

  it('gives a number of the plan, or loses nothing of the text', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[\d +()xдоб.,;/-]{0,60}$/), (text) => {
        const result = leadPhone(text);
        if (result.kind === 'impossible') expect(result.text).toBe(text.trim());
        if (result.kind === 'none') expect(text.replace(/\D/g, '').length).toBeLessThanOrEqual(3);
        if (result.kind !== 'number') return;
        expect(parsePhoneNumberFromString(`+${result.phoneNumber}`)?.isValid()).toBe(true);
        const digits = text.replace(/\D/g, '').length;
        if (digits > 13) expect(result.remainder).toBe(text.trim());
      }),
    );
  });

  itEvery([
    '1 '.repeat(250),
    '('.repeat(500),
    '8'.repeat(500),
    '+7 '.repeat(100_000),
    `${'('.repeat(499)}я`,
    `${' '.repeat(490)}+x`,
  ])('is quick with a hostile text', (text) => {
    const startedMs = performance.now();
    expect(leadPhone(text).kind).not.toBe('number');
    expect(performance.now() - startedMs).toBeLessThan(200);
  });
});
