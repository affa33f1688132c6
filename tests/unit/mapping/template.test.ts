import fc from 'fast-check';
import { entryView } from '../../../server/src/mapping/entryView';
import {
  parseTemplate,
  renderTemplate,
  TEMPLATE_LENGTH,
  variablePaths,
} from '../../../server/src/mapping/template';
import { itEvery } from '../../support/itEvery';
import { LEAD_MODEL, models } from './mappingModels';

const OPTIONS = { baseUrl: 'https://cms.example.ru', timeZone: 'Europe/Moscow' };

function rendered(source: string, entry: Record<string, unknown> = {}) {
  const parsed = parseTemplate(source);
  if ('error' in parsed) throw new Error(parsed.error);
  return renderTemplate(parsed.template, entryView(LEAD_MODEL, entry, models, OPTIONS), OPTIONS);
}

const ENTRY = {
  name: 'Иван',
  phone: '8 920 555-00-55',
  message: 'a < b & "c"',
  count: 0,
  agreed: false,
  visitAt: '2026-07-01T07:00:00.000Z',
  birthday: '2000-02-29',
  photo: { url: '/a.png' },
  answers: { color: 'красный', list: [1, 2], '': 'x' },
  product: { title: 'Окно', cost: 100, brand: { code: 'veka' } },
  products: [{ title: 'Окно' }, { title: 'Дверь' }],
  note: 'private',
  secret: 'password',
};

describe('renderTemplate', () => {
  itEvery([
    ['Заявка', 'Заявка'],
    ['', ''],
    ['{{ name }}', 'Иван'],
    ['{{name}}, {{ phone }}', 'Иван, 8 920 555-00-55'],
    ['{{ count }} {{ agreed }}', '0 false'],
    ['{{ email }}{{ nothing }}{{ product.nothing.more }}', ''],
    ['{{ message }}', 'a < b & "c"'],
    ['{{ message | raw }}', 'a < b & "c"'],
    ['{{ visitAt | raw }} {{ products | raw }}', '01.07.2026 10:00:00 Окно, Дверь'],
    ['{{ message | escape }}', 'a &lt; b &amp; &#34;c&#34;'],
    [
      '{{ photo }} {{ photo.url | upcase }}',
      'https://cms.example.ru/a.png HTTPS://CMS.EXAMPLE.RU/A.PNG',
    ],
    ['{{ product }} {{ product.brand.code }}', 'Окно veka'],
    ['{{ products }}|{{ products[1].title }}|{{ products.last.title }}', 'Окно, Дверь|Дверь|Дверь'],
    ['{{ products | map: "title" | join: "; " }}', 'Окно; Дверь'],
    ['{{ products.size }}', '2'],
    [
      '{% for one in products %}{{ forloop.index }}. {{ one.title }} {% endfor %}',
      '1. Окно 2. Дверь ',
    ],
    ['{{ product | append: "!" }}', 'Окно!'],
    ['{{ answers.color }} {{ answers.list[0] }} {{ answers.list }}', 'красный 1 [1,2]'],
    ['{{ answers | json }}', '{"color":"красный","list":[1,2],"":"x"}'],
    ['{{ visitAt }}', '01.07.2026 10:00:00'],
    ['{{ visitAt | date: "%Y-%m-%d %H:%M" }}', '2026-07-01 10:00'],
    ['{{ visitAt | append: "." }}', '01.07.2026 10:00:00.'],
    ['{{ birthday | date: "%d.%m" }}', '29.02'],
    ['{{ visitAt | date: "%A" }}', 'среда'],
    ['{% if agreed %}да{% else %}нет{% endif %}', 'нет'],
    ['{{ email | default: "нет" }}', 'нет'],
    ['{% assign a = name | upcase %}{{ a }}', 'ИВАН'],
    ['{% raw %}{{ name }}{% endraw %}', '{{ name }}'],
  ])('renders … as …', (source, text) => {
    expect(rendered(source, ENTRY)).toEqual({ text });
  });

  itEvery([
    ['nothing', {}],
    ['null', { message: null, products: null }],
    ['an empty text', { message: '', products: [] }],
    ['blanks', { message: ' \n\u00a0', products: [] }],
    ['what can’t be seen', { message: '\u200b\ufeff\u0000', products: [] }],
  ])('takes … for empty in conditions', (_, entry) => {
    const sources = [
      '{% if message %}yes{% endif %}',
      '{% if message %}yes{% elsif products %}yes{% elsif count == 0 %}no{% endif %}',
      '{% unless message %}no{% else %}yes{% endunless %}',
      '{% unless true %}yes{% elsif message %}yes{% else %}no{% endunless %}',
      '{% if message or products %}yes{% endif %}',
      '{% if message and true %}yes{% endif %}',
      '{% if not message %}no{% else %}yes{% endif %}',
      '{% if products %}yes{% endif %}',
      '{{ message | default: "no" }}{{ products | default: "no" }}',
      '{% assign a = message | append: " " %}{% if a %}yes{% endif %}{{ a | default: "no" }}',
      '{% capture a %}{{ message }}{% endcapture %}{% if a %}yes{% endif %}',
      '{% if message | strip %}yes{% endif %}',
      '{% if "" %}yes{% endif %}{% if empty %}yes{% endif %}{% if blank %}yes{% endif %}',
      '{% for one in products %}{% if one.title %}yes{% endif %}{% endfor %}',
    ];
    for (const source of sources)
      expect([source, rendered(source, entry)]).toEqual([
        source,
        { text: expect.not.stringContaining('yes') },
      ]);
  });

  itEvery([
    ['{% if count %}yes{% endif %}', 'yes'],
    ['{{ count | default: 5 }}', '0'],
    ['{% if answers.none %}yes{% endif %}{% if answers.zero %}zero{% endif %}', 'zero'],
    ['{% if agreed %}yes{% else %}no{% endif %}', 'no'],
    ['{{ agreed | default: "no" }} {{ agreed | default: "no", allow_false: true }}', 'no false'],
    ['{% if visitAt and photo and product and products and answers %}yes{% endif %}', 'yes'],
    ['{{ product | default: "no" }} {{ visitAt | default: "no" }}', 'Окно 01.07.2026 10:00:00'],
    ['{% if email == "" %}empty{% endif %}{% if email != "" %}not{% endif %}', 'empty'],
    ['{% if email == blank and email == empty %}blank{% endif %}', 'blank'],
    ['{% case email %}{% when "" %}empty{% else %}not{% endcase %}', 'empty'],
    ['{% if message contains "b" and name == "Иван" or email %}yes{% endif %}', 'yes'],
  ])('takes … for what it was', (source, text) => {
    const entry = { ...ENTRY, email: '', answers: { none: '', zero: 0 } };
    expect(rendered(source, entry)).toEqual({ text });
  });

  itEvery([
    ['{{ answers }}', 'Имя: Иван\nЦвет: белый, синий'],
    ['{% assign one = answers | where: "label", "Имя" | first %}{{ one.value }}', 'Иван'],
    ['{% assign one = answers | where: "label", "Нет" | first %}{{ one.value }}', ''],
    [
      '{% for one in answers %}{{ one.label }}={{ one.value }};{% endfor %}',
      'Имя=Иван;Цвет=["белый","синий"];',
    ],
    ['{{ answers | map: "value" | first }}', 'Иван'],
  ])('reads labelled values by …', (source, text) => {
    const answers = [
      { label: 'Имя', value: 'Иван' },
      { label: 'Цвет', value: ['белый', 'синий'] },
    ];
    expect(rendered(source, { answers })).toEqual({ text });
  });

  it('writes moments in the zone that it is told, also through the date filter', () => {
    const parsed = parseTemplate('{{ visitAt }} {{ visitAt | date: "%H:%M" }}');
    if ('error' in parsed) throw new Error(parsed.error);
    const options = { ...OPTIONS, timeZone: 'Asia/Vladivostok' };
    const view = entryView(LEAD_MODEL, ENTRY, models, options);
    expect(renderTemplate(parsed.template, view, options)).toEqual({
      text: '01.07.2026 17:00:00 17:00',
    });
  });

  itEvery([
    '{{ note }}',
    '{{ secret }}',
    '{{ ["note"] }}',
    '{{ product.cost }}',
    '{% assign key = "cost" %}{{ product[key] }}',
    '{{ products | map: "cost" }}',
    '{{ constructor }}{{ __proto__ }}{{ toString }}{{ hasOwnProperty }}',
    '{{ name.constructor }}{{ name.__proto__ }}{{ answers.constructor }}',
    '{{ answers.__proto__ }}{{ answers.list.constructor }}{{ visitAt.getTime }}{{ visitAt.constructor }}',
    '{% assign key = "constructor" %}{{ name[key] }}{{ answers[key] }}{{ products[key] }}',
    '{{ process }}{{ global }}{{ globalThis }}{{ require }}{{ this }}',
  ])('sees nothing through …', (source) => {
    const result = rendered(source, ENTRY);
    expect('text' in result ? result.text.replace(/[,\s]/g, '') : result).toBe('');
  });

  it('shows no private attribute through filters that write whole objects', () => {
    const result = rendered('{{ product | json }}{{ product | inspect }}{{ products | json }}', {
      ...ENTRY,
      products: [{ title: 'Дверь', cost: 200 }],
    });
    expect(result).toEqual({ text: expect.stringContaining('Дверь') });
    expect(JSON.stringify(result)).not.toMatch(/cost|100|200/);
  });

  itEvery([
    ['{% for i in (1..10000) %}{% for j in (1..10000) %}x{% endfor %}{% endfor %}', 'limit'],
    ['{% for i in (1..100000000) %}{% endfor %}', 'memory'],
    [
      '{% assign a = "xxxxxxxx" %}{% for i in (1..40) %}{% assign a = a | append: a %}{% endfor %}',
      'memory',
    ],
    [
      '{% capture a %}xxxxxxxx{% endcapture %}{% for i in (1..40) %}{% capture a %}{{ a }}{{ a }}{% endcapture %}{% endfor %}',
      'memory',
    ],
    ['{{ message | replace: "a", message | replace: "a", message }}', 'memory'],
    ['{% for i in (1..20) %}{{ message }}{% endfor %}', 'longer'],
    ['{% assign a = message | replace: "a", "%A" %}{{ visitAt | date: a }}', 'format is longer'],
  ])('ends …', (source, words) => {
    const startedMs = performance.now();
    const entry = { message: 'a'.repeat(100_000), visitAt: ENTRY.visitAt };
    const result = rendered(source, entry);
    expect(result).toEqual({ error: expect.stringContaining(words) });
    expect(performance.now() - startedMs).toBeLessThan(3000);
  });

  itEvery([
    'strip_html',
    'strip',
    'rstrip',
    'lstrip',
    'strip_newlines',
    'newline_to_br',
    'truncatewords: 5',
    'split: " "',
    'slugify',
    'normalize_whitespace',
    'number_of_words',
    'squish',
    'escape_once',
    'date: "%d"',
  ])('is quick with a hostile text in …', (filter) => {
    const texts = [' ', '<', '<script', '<!--', '<style>', '&', '\n', 'a '];
    const startedMs = performance.now();
    for (const text of texts)
      rendered(`{{ message | ${filter} }}`, { message: `a${text.repeat(50_000)}b` });
    expect(performance.now() - startedMs).toBeLessThan(2000);
  });

  it('gives a text or an error for any entry and never throws', () => {
    const sources = [
      ...Object.keys(LEAD_MODEL.attributes).map((name) => `{{ ${name} }}`),
      '{{ visitAt | date: "%d.%m.%Y" }}{{ birthday | date: "%d" }}',
      '{{ answers.a.b | upcase }}{{ answers[0] | json }}{{ answers | map: "a" | join }}',
      '{% for one in products %}{{ one.title | truncate: 5 }}{% endfor %}{{ products | sort: "title" }}',
      '{{ product.brand.logo.url }}{{ addresses[0].city | split: "" | last }}{{ count | plus: 1 }}',
      '{{ body | map: "city" | compact | join: "," }}{{ price | divided_by: count }}',
    ];
    const entries = fc.dictionary(
      fc.constantFrom(...Object.keys(LEAD_MODEL.attributes)),
      fc.oneof(
        fc.anything({ withDate: true, withBigInt: true, withNullPrototype: true }),
        fc.array(
          fc.record({
            title: fc.anything(),
            url: fc.anything(),
            __component: fc.constant('form.address'),
            city: fc.anything(),
          }),
        ),
        fc.string({ unit: 'binary' }),
      ),
    );
    fc.assert(
      fc.property(entries, fc.constantFrom(...sources), (entry, source) => {
        const result = rendered(source, entry);
        expect(typeof ('text' in result ? result.text : result.error)).toBe('string');
      }),
      { numRuns: 500 },
    );
  });
});

describe('parseTemplate', () => {
  itEvery([
    ['{{ name', 'not closed'],
    ['{% if name %}', 'not closed'],
    ['{{ name | nosuch }}', 'undefined filter: nosuch'],
    ['{% nosuch %}', 'tag "nosuch" not found'],
    ['{% endif %}', 'endif'],
    ['{% include "/etc/passwd" %}', 'not available'],
    ['{% render "/etc/passwd" %}', 'not available'],
    ['{% layout "/etc/passwd" %}', 'not available'],
    ['{% block a %}{% endblock %}', 'not available'],
    ['x'.repeat(TEMPLATE_LENGTH + 1), 'limit'],
  ])('refuses …', (source, words) => {
    expect(parseTemplate(source)).toEqual({ error: expect.stringContaining(words) });
  });

  it('says where a template is broken', () => {
    expect(parseTemplate('Имя:\n{{ name | nosuch }}')).toEqual({
      error: 'undefined filter: nosuch, line:2, col:1',
    });
  });

  it('gives a template or an error for any text and never throws', () => {
    const parts = fc.constantFrom(
      '{{',
      '}}',
      '{%',
      '%}',
      ' name ',
      '|',
      ':',
      '"',
      'for',
      'if',
      'in',
      '[',
      ']',
      '.',
      '(1..3)',
      'endif',
      'liquid',
      '\n',
      'ж',
    );
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 20 }), (words) => {
        const result = parseTemplate(words.join(''));
        if ('template' in result) {
          expect(() => variablePaths(result.template)).not.toThrow();
          expect(() => rendered(words.join(''))).not.toThrow();
        } else expect(result.error).not.toBe('');
      }),
      { numRuns: 1000 },
    );
  });
});
