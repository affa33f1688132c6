import fc from 'fast-check';
import { clean, cleanLine, cut } from '../../../server/src/lead/textLimit';
import { itEvery } from '../../support/itEvery';

describe('cut', () => {
  it('leaves a text alone that is short enough', () => {
    expect(cut('абв', 3)).toEqual({ text: 'абв', cut: false });
    expect(cut('', 2)).toEqual({ text: '', cut: false });
  });

  itEvery([
    ['абвг', 3, 'абв'],
    ['ab😀', 3, 'ab'],
    ['a👩‍👩‍👧b', 5, 'a'],
    ['abcи\u0306', 4, 'abc'],
    ['a\r\nb', 2, 'a'],
    ['🇷🇺🇰🇿', 6, '🇷🇺'],
  ])('cuts … to … between graphemes', (text, limit, expected) => {
    expect(cut(text, limit)).toEqual({ text: expected, cut: true });
  });

  it('cuts within a grapheme that is longer than the limit, but not within a pair', () => {
    expect(cut(`e${'\u0301'.repeat(500)}`, 256).text).toHaveLength(256);
    expect(cut(`e${'𝅥'.repeat(500)}`, 256).text).toHaveLength(255);
  });

  it('gives a beginning that is no longer than the limit and splits no pair', () => {
    const texts = fc.string({ unit: 'grapheme', maxLength: 60 });
    fc.assert(
      fc.property(texts, fc.integer({ min: 2, max: 40 }), (text, limit) => {
        const result = cut(text, limit);
        expect(result.text.length).toBeLessThanOrEqual(limit);
        expect(text.startsWith(result.text)).toBe(true);
        expect(result.cut).toBe(result.text !== text);
        expect(result.text).not.toMatch(/\p{Cs}/u);
        expect(result.text !== '' || text === '').toBe(true);
      }),
    );
  });

  it('keeps half a pair only where the text had it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 2, max: 9 }), (text, limit) => {
        expect(cut(text, limit).text).not.toMatch(/\p{Cs}/u);
      }),
    );
  });
});

describe('clean', () => {
  itEvery([
    ['  a \n', 'a'],
    ['a\r\nb\rc', 'a\nb\nc'],
    ['a\tb', 'a\tb'],
    ['a\u0000b\u001b[0m\u007f\u0085c', 'ab[0mc'],
    ['a\ud800b', 'a\ufffdb'],
    ['\udc00', '\ufffd'],
    ['😀', '😀'],
    ['\ufeffa', 'a'],
    [' \u200b\u00ad\n\u202e ', ''],
    ['\u200bа', '\u200bа'],
  ])('makes … into …', (text, expected) => {
    expect(clean(text)).toBe(expected);
  });

  it('gives what can be encoded, and changes nothing the second time', () => {
    const units = fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 20 });
    fc.assert(
      fc.property(units, (codes) => {
        const text = clean(String.fromCharCode(...codes));
        expect(() => encodeURIComponent(text)).not.toThrow();
        expect(clean(text)).toBe(text);
        expect(cleanLine(text)).not.toMatch(/[\n\t]/);
      }),
    );
  });
});

describe('cleanLine', () => {
  it('puts everything on one line', () => {
    expect(cleanLine(' Иван \r\n\t Петров\u00a0')).toBe('Иван Петров');
  });
});
