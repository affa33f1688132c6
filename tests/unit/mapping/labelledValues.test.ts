import { labelledText } from '../../../server/src/mapping/labelledValues';
import { itEvery } from '../../support/itEvery';

describe('labelledText', () => {
  itEvery([
    [
      [
        { label: 'Имя', value: 'Иван' },
        { label: 'Этаж', value: 0 },
      ],
      'Имя: Иван\nЭтаж: 0',
    ],
    [[{ id: 1, name: 'phone', title: 'Телефон', value: '1' }], 'Телефон: 1'],
    [[{ question: 'Цвет', answer: ['белый', '', 'синий'] }], 'Цвет: белый, синий'],
    [
      [
        {
          label: 'Адрес',
          value: [
            { label: 'Город', value: 'Казань' },
            { label: 'Дом', value: 3 },
          ],
        },
      ],
      'Адрес: Город: Казань; Дом: 3',
    ],
    [[{ label: 'Адрес', value: { Город: 'Казань', Дом: 3 } }], 'Адрес: Город: Казань; Дом: 3'],
    [
      [
        { label: 'a', value: '' },
        { label: 'b', value: null },
        { label: 'c', value: 'd' },
      ],
      'c: d',
    ],
    [[{ label: 'a', value: { b: { c: [1] } } }], 'a: {"b":{"c":[1]}}'],
    [{ Имя: 'Иван', Согласие: true, Пусто: null }, 'Имя: Иван\nСогласие: true'],
    [{ constructor: 'a', toString: 'b' }, 'constructor: a\ntoString: b'],
  ])('writes …', (json, text) => {
    expect(labelledText(json)).toBe(text);
  });

  itEvery([
    [[]],
    [{}],
    [[1, 2]],
    [{ a: [1] }],
    [[{ label: 'a' }]],
    [[{ label: 'a', value: 'b' }, 'c']],
    [[{ label: '', value: 'b' }]],
    [[{ label: 'a', value: 'b' }, null]],
  ])('leaves … as it is', (json) => {
    expect(labelledText(json)).toBeNull();
  });
});
