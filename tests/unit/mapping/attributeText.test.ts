import {
  absoluteUrl,
  blocksText,
  listText,
  textOf,
  timeText,
  withText,
} from '../../../server/src/mapping/attributeText';
import { itEvery } from '../../support/itEvery';

describe('textOf', () => {
  itEvery([
    [null, ''],
    [undefined, ''],
    ['', ''],
    [' а ', ' а '],
    [0, '0'],
    [-0, '0'],
    [-12.5, '-12.5'],
    [0.1 + 0.2, '0.30000000000000004'],
    [1e21, '1000000000000000000000'],
    [1e-7, '0.0000001'],
    [Number.NaN, ''],
    [Number.POSITIVE_INFINITY, ''],
    [9007199254740993n, '9007199254740993'],
    [false, 'false'],
    [true, 'true'],
    [[1, null, '', 'а', [2, 3]], '1, а, 2, 3'],
    [{ a: [1] }, '{"a":[1]}'],
    [Object.create(null), '{}'],
  ])('writes … as …', (value, text) => {
    expect(textOf(value)).toBe(text);
  });

  it('takes the text that an object was given, and a later one in its place', () => {
    const value = withText([1, 2], () => 'one');
    expect(textOf(value)).toBe('one');
    expect(textOf(withText(value, () => 'two'))).toBe('two');
    expect(Object.keys(value)).toEqual(['0', '1']);
  });

  it('leaves a moment its number, which date filters need', () => {
    const date = withText(new Date(1522047600000), () => '26.03.2018');
    expect(`${textOf(date)} ${Number(date)}`).toBe('26.03.2018 1522047600000');
  });
});

describe('listText', () => {
  it('leaves no comma behind for what is empty', () => {
    expect(listText(['', 'а', null, 'б', undefined])).toBe('а, б');
    expect(listText([])).toBe('');
  });
});

describe('timeText', () => {
  itEvery([
    ['10:30:00.000', '10:30'],
    ['10:30', '10:30'],
    ['10:30:15', '10:30:15'],
    ['10:30:15.250', '10:30:15'],
    ['00:00:00', '00:00'],
    ['полдень', 'полдень'],
  ])('writes … as …', (value, text) => {
    expect(timeText(value)).toBe(text);
  });
});

describe('absoluteUrl', () => {
  itEvery([
    ['/uploads/a.png', 'https://cms.example.ru', 'https://cms.example.ru/uploads/a.png'],
    ['/uploads/a.png', 'https://example.ru/cms/', 'https://example.ru/cms/uploads/a.png'],
    ['https://cdn.example.ru/a.png', 'https://cms.example.ru', 'https://cdn.example.ru/a.png'],
    ['//cdn.example.ru/a.png', 'https://cms.example.ru', '//cdn.example.ru/a.png'],
    ['', 'https://cms.example.ru', ''],
  ])('makes … on … into …', (url, baseUrl, expected) => {
    expect(absoluteUrl(url, baseUrl)).toBe(expected);
  });
});

describe('blocksText', () => {
  const text = (value: string) => ({ type: 'text', text: value });
  const block = (type: string, ...children: object[]) => ({ type, children });

  it('writes a line per block and drops empty ones', () => {
    const blocks = [
      { ...block('heading', text('Окна')), level: 1 },
      block('paragraph', text('')),
      block('paragraph', { ...text('жир'), bold: true }, text('но')),
      block('quote', text('цитата')),
      block('code', text('a = 1')),
    ];
    expect(blocksText(blocks)).toBe('Окна\nжирно\nцитата\na = 1');
  });

  it('marks items of lists, also within lists', () => {
    const inner = block('list', block('list-item', text('б')));
    const list = block('list', block('list-item', text('а')), inner, block('list-item', text('в')));
    expect(blocksText([list])).toBe('- а\n  - б\n- в');
  });

  itEvery([
    ['тут', 'https://example.ru', 'тут (https://example.ru)'],
    ['', 'https://example.ru', 'https://example.ru'],
    ['https://example.ru', 'https://example.ru', 'https://example.ru'],
  ])('keeps the address of the link …', (words, url, expected) => {
    expect(blocksText([block('paragraph', { ...block('link', text(words)), url })])).toBe(expected);
  });

  itEvery([
    [{ alternativeText: 'вид', url: '/a.png' }, 'вид'],
    [{ alternativeText: null, url: '/a.png' }, '/a.png'],
    [undefined, ''],
  ])('writes the image … as …', (image, expected) => {
    expect(blocksText([{ type: 'image', image, children: [text('')] }])).toBe(expected);
  });

  itEvery([null, undefined, 'text', 1, {}, [null, 1, 'a', {}], [{ type: 'list', children: 5 }]])(
    'finds no text in …',
    (value) => {
      expect(blocksText(value)).toBe('');
    },
  );
});
