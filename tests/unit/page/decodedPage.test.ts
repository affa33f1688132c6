import { decodedPage } from '../../../server/src/page/decodedPage';

/** «Заявка» in windows-1251. */
const LEAD_1251 = Buffer.from([0xc7, 0xe0, 0xff, 0xe2, 0xea, 0xe0]);
const after = (head: string) => Buffer.concat([Buffer.from(head), LEAD_1251]);

describe('the text of a page', () => {
  it.each([
    ['its header names', LEAD_1251, 'text/html; charset=windows-1251'],
    ['its header names in quotes', LEAD_1251, 'text/html;charset="Windows-1251"'],
    ['its meta names', after('<meta charset="windows-1251">'), 'text/html'],
    ['its meta names by its other name', after('<meta charset=cp1251>'), ''],
    [
      'its old meta names',
      after('<META content="text/html; charset=windows-1251" http-equiv=Content-Type>'),
      'text/html',
    ],
    ['nobody names', LEAD_1251, 'text/html'],
    ['is named wrongly', LEAD_1251, 'text/html; charset=nonsense'],
  ])('is read in the alphabet that %s', (_who, bytes, contentType) => {
    expect(decodedPage(bytes, contentType)).toMatch(/Заявка$/);
  });

  it('is UTF-8 where nobody says otherwise, also where its end is cut off', () => {
    const bytes = Buffer.from('Заявка');
    expect(decodedPage(bytes, 'text/html')).toBe('Заявка');
    expect(decodedPage(bytes.subarray(0, -1), 'text/html')).toBe('Заявк');
  });

  it('is of its byte order mark before all', () => {
    const text = '<form>Заявка';
    expect(decodedPage(Buffer.from(`\ufeff${text}`, 'utf16le'), 'text/html; charset=utf-8')).toBe(
      text,
    );
    expect(decodedPage(Buffer.from(`\ufeff${text}`), 'text/html; charset=windows-1251')).toBe(text);
  });

  it('may be empty', () => expect(decodedPage(Buffer.alloc(0), '')).toBe(''));
});
