import { textOf } from '../../../server/src/mapping/attributeText';
import { entryView } from '../../../server/src/mapping/entryView';
import { itEvery } from '../../support/itEvery';
import { EVERY_TYPE, LEAD_MODEL, models } from './mappingModels';

const OPTIONS = { baseUrl: 'https://cms.example.ru', timeZone: 'Europe/Moscow' };

function viewOf(entry: Record<string, unknown>, timeZone = 'Europe/Moscow') {
  return entryView(LEAD_MODEL, entry, models, { ...OPTIONS, timeZone });
}

describe('the text of an attribute', () => {
  itEvery([
    ['string', 'Иван', 'Иван'],
    ['text', 'две\nстроки', 'две\nстроки'],
    ['richtext', '**жирно**', '**жирно**'],
    ['richtext', '<p>Жду&nbsp;вас</p><p>R&amp;D</p>', 'Жду вас\nR&D'],
    ['string', 'Иван&nbsp;О&#39;Нил', "Иван О'Нил"],
    ['text', '<b>5 &lt; 6</b>', '<b>5 < 6</b>'],
    ['email', 'a&amp;b@example.ru', 'a&amp;b@example.ru'],
    ['json', [{ label: 'Имя', value: 'Иван' }], 'Имя: Иван'],
    ['json', { Имя: 'Иван' }, 'Имя: Иван'],
    ['email', 'a@example.ru', 'a@example.ru'],
    ['uid', 'a-b', 'a-b'],
    ['enumeration', 'callback', 'callback'],
    ['integer', 0, '0'],
    ['integer', -7, '-7'],
    ['biginteger', '9223372036854775807', '9223372036854775807'],
    ['decimal', 1234.5, '1234.5'],
    ['decimal', 0, '0'],
    ['float', 1e-7, '0.0000001'],
    ['boolean', true, 'true'],
    ['boolean', false, 'false'],
    // As SQLite's and MySQL's drivers give it.
    ['boolean', 0, 'false'],
    ['boolean', 1, 'true'],
    ['json', { a: [1, 'б'] }, '{"a":[1,"б"]}'],
    ['json', [1, 2], '[1,2]'],
    ['json', 'слово', 'слово'],
    ['json', 0, '0'],
    ['json', false, 'false'],
  ])('…: … as …', (type, value, text) => {
    const view = entryView(EVERY_TYPE, { [type]: value }, models, OPTIONS);
    expect(textOf(view[type])).toBe(text);
  });

  itEvery([
    ['visitAt', '2026-07-01T07:00:00.000Z', '01.07.2026 10:00:00'],
    ['visitAt', new Date('2026-07-01T07:00:00Z'), '01.07.2026 10:00:00'],
    ['visitAt', 1782889200000, '01.07.2026 10:00:00'],
    ['visitAt', 'скоро', 'скоро'],
    ['createdAt', '2026-01-01T22:30:00.000Z', '02.01.2026 01:30:00'],
    ['birthday', '2000-02-29', '29.02.2000'],
    ['birthday', '2001-02-29', '2001-02-29'],
    ['callAfter', '10:30:00.000', '10:30'],
    ['letter', [{ type: 'paragraph', children: [{ type: 'text', text: 'а' }] }], 'а'],
    ['photo', { url: '/uploads/a.png' }, 'https://cms.example.ru/uploads/a.png'],
    ['photo', { url: 'https://cdn.example.ru/a.png' }, 'https://cdn.example.ru/a.png'],
    [
      'photos',
      [{ url: '/a.png' }, { url: '/b.png' }],
      'https://cms.example.ru/a.png, https://cms.example.ru/b.png',
    ],
    ['product', { title: 'Окно', documentId: 'd1' }, 'Окно'],
    ['product', { title: '', documentId: 'd1' }, 'd1'],
    ['product', [{ title: 'Окно' }], 'Окно'],
    ['products', [{ title: 'Окно' }, { title: 'Дверь' }], 'Окно, Дверь'],
    ['products', [], ''],
    ['address', { id: 3, city: 'Москва', floor: 2 }, 'Москва'],
    ['addresses', [{ city: 'Москва' }, null, { city: 'Тверь' }], 'Москва, Тверь'],
    [
      'body',
      [
        { __component: 'form.address', city: 'Москва' },
        { __component: 'form.choice', label: 'Да' },
        { __component: 'form.gone', city: 'Тверь' },
      ],
      'Москва, Да',
    ],
  ])('…: … as …', (name, value, text) => {
    expect(textOf(viewOf({ [name]: value })[name])).toBe(text);
  });

  itEvery([
    ['Europe/Berlin', '2026-03-29T00:59:59Z', '29.03.2026 01:59:59'],
    ['Europe/Berlin', '2026-03-29T01:00:00Z', '29.03.2026 03:00:00'],
    ['Asia/Almaty', '2026-07-01T19:00:00Z', '02.07.2026 00:00:00'],
  ])('writes a moment in …', (timeZone, value, text) => {
    expect(textOf(viewOf({ visitAt: value }, timeZone).visitAt)).toBe(text);
  });

  itEvery([null, undefined])('is empty where the value is …', (value) => {
    const view = viewOf(
      Object.fromEntries(Object.keys(LEAD_MODEL.attributes).map((name) => [name, value])),
    );
    for (const name of Object.keys(view)) expect([name, textOf(view[name])]).toEqual([name, '']);
  });

  it('is the first filled text of an entry that has no title', () => {
    expect(textOf(viewOf({ name: '', email: null, phone: '8 920', message: 'текст' }))).toBe(
      '8 920',
    );
  });
});

describe('what a view holds', () => {
  it('leaves out private attributes, passwords, accounts, and what no model names', () => {
    const hidden = ['note', 'secret', 'ip', 'owner', 'related', 'createdBy', 'localizations'];
    const view = viewOf(Object.fromEntries([...hidden, 'other'].map((name) => [name, 'x'])));
    for (const name of [...hidden, 'other']) expect(name in view).toBe(false);
    expect('calltouchRequestId' in view).toBe(false);
  });

  it('leaves them out of relations too', () => {
    const view = viewOf({ product: { title: 'Окно', cost: 100, createdBy: { email: 'a@b' } } });
    expect(JSON.stringify(view.product)).not.toMatch(/cost|createdBy/);
  });

  it('has no prototype, at any depth', () => {
    const view = viewOf({
      product: { brand: { code: 'a' } },
      photo: { url: '/a' },
      answers: { a: [{ b: 1 }] },
    });
    const product = view.product as { brand: object };
    const answers = view.answers as { a: object[] };
    for (const one of [view, product, product.brand, view.photo, answers, answers.a[0]]) {
      expect(Object.getPrototypeOf(one)).toBeNull();
    }
  });

  it('takes members named like a prototype for data', () => {
    const answers = JSON.parse('{"__proto__":{"polluted":1},"constructor":"c"}') as unknown;
    const view = viewOf({ answers }).answers as Record<string, unknown>;
    expect(Object.hasOwn(view, '__proto__')).toBe(true);
    expect(view.constructor).toBe('c');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('converts nothing that is not read', () => {
    const entry = {
      name: 'Иван',
      get product(): never {
        throw new Error('read');
      },
    };
    const view = viewOf(entry);
    expect(view.name).toBe('Иван');
    expect(() => view.product).toThrow('read');
  });

  it('offers members of media and components', () => {
    const view = viewOf({
      photo: { url: '/a.png', name: 'a.png', hash: 'h' },
      body: [{ __component: 'form.address', city: 'Москва' }],
    });
    const [first] = view.body as Record<string, unknown>[];
    expect(view.photo).toMatchObject({ name: 'a.png', url: 'https://cms.example.ru/a.png' });
    expect('hash' in (view.photo as object)).toBe(false);
    expect(first).toMatchObject({ __component: 'form.address', city: 'Москва' });
  });
});
