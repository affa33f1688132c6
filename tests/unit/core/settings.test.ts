import fc from 'fast-check';
import type { Form, Settings, SettingsError } from '../../../server/src/contracts';
import { DEFAULT_SETTINGS, parseSettings } from '../../../server/src/core/settings';
import { SETTINGS_ERRORS } from '../../../server/src/core/settingsErrors';
import { FORM, models, SITE } from './mappingModels';

const CONTEXT = {
  models,
  isContentType: (uid: string) => models(uid)?.modelType === 'contentType',
};

/** A valid document, as JSON: tests change it at will. */
function documentOf(form: Record<string, unknown> = {}, more: Record<string, unknown> = {}) {
  return {
    sites: [SITE],
    forms: [{ ...FORM, ...form }],
    delivery: DEFAULT_SETTINGS.delivery,
    ...more,
  };
}

function errorsOf(document: unknown): SettingsError[] {
  const result = parseSettings(document, CONTEXT);
  return 'errors' in result ? result.errors : [];
}

function settingsOf(document: unknown): Settings {
  const result = parseSettings(document, CONTEXT);
  if ('errors' in result) throw new Error(JSON.stringify(result.errors));
  return result.settings;
}

/** `path: code` of every refusal. */
function refusals(document: unknown): string[] {
  return errorsOf(document).map(({ path, code }) => `${path.join('.')}: ${code}`);
}

function without(value: object, name: string) {
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== name));
}

describe('parseSettings', () => {
  it('accepts a whole document as it is', () => {
    const document = documentOf({
      condition: { kind: { $eq: 'callback' } },
      customFields: [{ name: 'product', value: '{{ product.title }}' }],
      writeBack: { requestId: 'calltouchRequestId', status: 'calltouchStatus' },
    });
    expect(settingsOf(document)).toEqual(document);
  });

  it('adds the defaults', () => {
    const site = without(without(SITE, 'hosts'), 'timeZone');
    const { site: _, condition: __, customFields: ___, writeBack: ____, ...form } = FORM;
    expect(settingsOf({ sites: [site], forms: [form] })).toEqual({
      sites: [{ ...SITE, hosts: [], timeZone: 'Europe/Moscow' }],
      forms: [{ ...FORM, site: null }],
      delivery: {
        paused: false,
        giveUpAfterHours: 168,
        onUnknown: 'resend',
        dailyLimit: null,
        retentionDays: 90,
      },
    });
    expect(settingsOf({ sites: [], forms: [], delivery: { paused: true } }).delivery).toEqual({
      ...DEFAULT_SETTINGS.delivery,
      paused: true,
    });
  });

  it('tidies what people paste', () => {
    const site = {
      ...SITE,
      name: ' Сайт ',
      siteId: ' 18990 ',
      modId: ' abcd1234',
      hosts: [' Example.RU '],
    };
    const customFields = [{ name: ' product ', value: 'x' }];
    const writeBack = { requestId: 'calltouchRequestId', source: '' };
    const settings = settingsOf(documentOf({ customFields, writeBack }, { sites: [site] }));
    expect(settings.sites).toEqual([{ ...SITE, name: 'Сайт' }]);
    expect(settings.forms[0]).toMatchObject({
      customFields: [{ name: 'product', value: 'x' }],
      writeBack: { requestId: 'calltouchRequestId' },
    });
    expect(settings.forms[0]?.writeBack).not.toHaveProperty('source');
  });

  it.each([
    [null, ': type', 'settings: must be an object, it is null'],
    [undefined, ': required', 'settings: is missing: an object is needed'],
    [[], ': type', 'settings: must be an object, it is a list'],
    ['x', ': type', 'settings: must be an object, it is text'],
    [1, ': type', 'settings: must be an object, it is a number'],
  ])('refuses %j as a document', (document, refusal, message) => {
    expect(refusals(document)).toEqual([refusal]);
    expect(errorsOf(document)[0]?.message).toBe(message);
  });
});

describe('sites', () => {
  it.each([
    ['key', '', 'siteKey'],
    ['key', 'главный', 'siteKey'],
    ['key', 'a b', 'siteKey'],
    ['key', 'a'.repeat(65), 'siteKey'],
    ['name', ' ', 'emptyName'],
    ['name', 'a'.repeat(257), 'tooLong'],
    ['siteId', '', 'siteId'],
    ['siteId', 'abc', 'siteId'],
    ['siteId', '18990a', 'siteId'],
    ['siteId', '../1', 'siteId'],
    ['siteId', '-1', 'siteId'],
    ['siteId', '1.5', 'siteId'],
    ['siteId', '12345678901', 'siteId'],
    ['siteId', '１８９９０', 'siteId'],
    ['siteId', 18990, 'type'],
    ['modId', 'ABCD1234', 'modId'],
    ['modId', 'abcd123', 'modId'],
    ['timeZone', 'Moscow', 'timeZone'],
    ['timeZone', '', 'timeZone'],
    ['timeZone', '+03:00', 'timeZone'],
    ['timeZone', 'Europe/Nowhere', 'timeZone'],
    ['hosts', 'example.ru', 'type'],
    ['hosts', null, 'type'],
  ])('refuses %s %j', (name, value, code) => {
    expect(refusals({ sites: [{ ...SITE, [name]: value }], forms: [] })).toEqual([
      `sites.0.${name}: ${code}`,
    ]);
  });

  it.each([
    'https://example.ru',
    'example.ru/a',
    'example.ru:80',
    '',
    'a b',
    'example..ru',
    '.ru',
    '-a.ru',
  ])('refuses the host %j', (host) => {
    const sites = [{ ...SITE, hosts: ['example.ru', host] }];
    expect(refusals({ sites, forms: [] })).toEqual(['sites.0.hosts.1: host']);
  });

  it.each(['localhost', 'www.example.ru', 'пример.рф', 'xn--e1afmkfd.xn--p1ai', '127.0.0.1'])(
    'takes the host %j',
    (host) => {
      expect(refusals({ sites: [{ ...SITE, hosts: [host] }], forms: [] })).toEqual([]);
    },
  );

  it('takes each key once', () => {
    const sites = [SITE, { ...SITE, key: 'two' }, SITE];
    expect(errorsOf({ sites, forms: [] })).toEqual([
      {
        path: ['sites', '2', 'key'],
        code: 'duplicateSiteKey',
        values: { key: 'main' },
        message: 'sites[2].key: another site has the key “main” already: choose another',
      },
    ]);
  });
});

describe('forms', () => {
  it.each([
    ['contentType', 'api::gone.gone', 'unknownContentType'],
    ['contentType', 'form.address', 'unknownContentType'],
    ['contentType', 'admin::user', 'unknownContentType'],
    ['contentType', 'plugin::calltouch.delivery', 'unknownContentType'],
    ['contentType', '__proto__', 'unknownContentType'],
    ['contentType', '', 'unknownContentType'],
    ['contentType', null, 'type'],
    ['enabled', 'yes', 'type'],
    ['enabled', null, 'type'],
    ['site', 'other', 'unknownSite'],
    ['site', 1, 'type'],
    ['sendOn', 'update', 'choice'],
    ['sendOn', null, 'choice'],
    ['condition', 'kind', 'type'],
    ['condition', [], 'type'],
    ['fields', null, 'type'],
    ['fields', [], 'type'],
    ['fields', 'x', 'type'],
    ['customFields', {}, 'type'],
    ['customFields', null, 'type'],
    ['writeBack', [], 'type'],
    ['writeBack', null, 'type'],
  ])('refuses %s %j', (name, value, code) => {
    expect(refusals(documentOf({ [name]: value }))).toEqual([`forms.0.${name}: ${code}`]);
  });

  it('takes each content type once', () => {
    expect(refusals(documentOf({}, { forms: [FORM, FORM] }))).toEqual([
      'forms.1.contentType: duplicateForm',
    ]);
  });

  it.each([
    [{ fio: 1 }, 'forms.0.fields.fio: type'],
    [{ fio: null }, 'forms.0.fields.fio: type'],
    [{ name: 'x' }, 'forms.0.fields.name: unknownMember'],
    [{ fio: '{{ name' }, 'forms.0.fields.fio: template'],
    [{ fio: '{{ name | nosuch }}' }, 'forms.0.fields.fio: template'],
    [{ fio: '{% include "a" %}' }, 'forms.0.fields.fio: template'],
    [{ fio: 'x'.repeat(10_001) }, 'forms.0.fields.fio: tooLong'],
    [{ fio: '{{ nothing }}' }, 'forms.0.fields.fio: unknownAttribute'],
    [{ fio: '{{ nmae }}' }, 'forms.0.fields.fio: misspelledAttribute'],
    [{ fio: '{{ note }}' }, 'forms.0.fields.fio: privateAttribute'],
    [{ fio: '{{ ip }}' }, 'forms.0.fields.fio: privateAttribute'],
    [{ fio: '{{ product.cost }}' }, 'forms.0.fields.fio: privateAttribute'],
    [{ fio: '{{ products | map: "cost" }}' }, 'forms.0.fields.fio: privateAttribute'],
    [{ fio: '{{ secret }}' }, 'forms.0.fields.fio: passwordAttribute'],
    [{ fio: '{{ createdBy.email }}' }, 'forms.0.fields.fio: privateAttribute'],
    [{ fio: '{{ localizations }}' }, 'forms.0.fields.fio: unmappableAttribute'],
    [{ fio: '{{ owner.email }}' }, 'forms.0.fields.fio: unmappableAttribute'],
    [{ fio: '{{ related }}' }, 'forms.0.fields.fio: unmappableAttribute'],
    [{ fio: '{{ products.title }}' }, 'forms.0.fields.fio: listAttribute'],
    [{ fio: '{{ name.first.letter }}' }, 'forms.0.fields.fio: unknownAttribute'],
    [{ fio: '{{ constructor }}' }, 'forms.0.fields.fio: unknownAttribute'],
    [{ fio: '{{ __proto__ }}' }, 'forms.0.fields.fio: unknownAttribute'],
  ])('refuses the fields %j', (fields, refusal) => {
    expect(refusals(documentOf({ fields }))).toEqual([refusal]);
  });

  it.each([
    '{{ product.brand.logo.url }}',
    '{{ products[0].title }} {{ products.last.brand.code }} {{ products.size }}',
    '{% for one in body %}{{ one.city }}{{ one.label }}{{ one.__component }}{% endfor %}',
    '{{ answers.any.thing }} {{ answers[0] }}',
    '{{ name.size }} {{ createdAt }} {{ documentId }} {{ id }} {{ locale }}',
    '{{ addresses | map: "city" | join: "; " }} {{ photo.alternativeText }}',
    '{% assign x = product.title %}{{ x }}',
    '',
  ])('takes the template %p', (fio) => {
    expect(refusals(documentOf({ fields: { fio } }))).toEqual([]);
  });

  it('names every attribute that a template gets wrong, once each', () => {
    const fio = '{{ vanished }}{{ vanished }}{{ nmae }}{{ secret }}{{ products.title }}';
    expect(errorsOf(documentOf({ fields: { fio } })).map(({ message }) => message)).toEqual([
      'forms[0].fields.fio: there is no attribute “vanished”: correct the name or add the attribute',
      'forms[0].fields.fio: there is no attribute “nmae”: did you mean “name”?',
      'forms[0].fields.fio: the attribute “secret” is a password, which is never sent: take another',
      'forms[0].fields.fio: “products” holds several values: write products[0].title, or loop over them with for',
    ]);
  });

  it('says where a template is broken', () => {
    const [error] = errorsOf(documentOf({ fields: { comment: 'Имя:\n{{ name | nosuch }}' } }));
    expect(error?.message).toBe(
      'forms[0].fields.comment: is no valid template: undefined filter: nosuch, line:2, col:1',
    );
  });
});

describe('custom fields', () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ name: `f${index}`, value: 'x' }));

  it('are 20 at most', () => {
    expect(refusals(documentOf({ customFields: many(20) }))).toEqual([]);
    expect(errorsOf(documentOf({ customFields: many(21) }))).toEqual([
      {
        path: ['forms', '0', 'customFields'],
        code: 'customFieldsOverLimit',
        values: { limit: '20' },
        message: 'forms[0].customFields: Calltouch takes at most 20 custom fields: remove some',
      },
    ]);
  });

  it('are counted even where one of them has the wrong shape', () => {
    const customFields = [...many(20), { name: 'x', value: 1 }];
    expect(refusals(documentOf({ customFields })).sort()).toEqual([
      'forms.0.customFields.20.value: type',
      'forms.0.customFields: customFieldsOverLimit',
    ]);
  });

  it.each([
    [null, ['forms.0.customFields.0: type']],
    ['x', ['forms.0.customFields.0: type']],
    [{ value: 'x' }, ['forms.0.customFields.0.name: required']],
    [{ name: 'x' }, ['forms.0.customFields.0.value: required']],
    [{ name: ' ', value: 'x' }, ['forms.0.customFields.0.name: emptyFieldName']],
    [{ name: 'x'.repeat(257), value: 'x' }, ['forms.0.customFields.0.name: tooLong']],
    [{ name: 'x', value: '{{ vanished }}' }, ['forms.0.customFields.0.value: unknownAttribute']],
    [{ name: 'x', value: '{{' }, ['forms.0.customFields.0.value: template']],
    [{ name: 'x', value: 'x', id: 1 }, ['forms.0.customFields.0.id: unknownMember']],
  ])('refuses %j', (field, expected) => {
    expect(refusals(documentOf({ customFields: [field] }))).toEqual(expected);
  });

  it('have a name each', () => {
    const customFields = [
      { name: 'a', value: '1' },
      { name: ' a ', value: '2' },
    ];
    expect(refusals(documentOf({ customFields }))).toEqual([
      'forms.0.customFields.1.name: duplicateField',
    ]);
  });
});

describe('writeBack', () => {
  it.each([
    [{ requestId: 'gone' }, 'forms.0.writeBack.requestId: writeBackMissing'],
    [{ requestId: 'constructor' }, 'forms.0.writeBack.requestId: writeBackMissing'],
    [{ requestId: 'count' }, 'forms.0.writeBack.requestId: writeBackType'],
    [{ source: 'product' }, 'forms.0.writeBack.source: writeBackType'],
    [{ source: 'secret' }, 'forms.0.writeBack.source: writeBackType'],
    [{ status: 'kind' }, 'forms.0.writeBack.status: writeBackType'],
    [{ source: 'documentId' }, 'forms.0.writeBack.source: writeBackSystem'],
    [{ deliveredAt: 'updatedAt' }, 'forms.0.writeBack.deliveredAt: writeBackSystem'],
    [{ requestId: 1 }, 'forms.0.writeBack.requestId: type'],
    [{ price: 'name' }, 'forms.0.writeBack.price: unknownResult'],
    [{ source: 'name', medium: 'name' }, 'forms.0.writeBack.medium: writeBackTwice'],
  ])('refuses %j', (writeBack, refusal) => {
    expect(refusals(documentOf({ writeBack }))).toEqual([refusal]);
  });

  it('says which types a result needs', () => {
    const [error] = errorsOf(documentOf({ writeBack: { requestId: 'count' } }));
    expect(error?.message).toBe(
      'forms[0].writeBack.requestId: the attribute “count” is of type integer: requestId needs string, text, richtext, biginteger',
    );
  });
});

describe('delivery', () => {
  it.each([
    ['paused', 'yes', 'type'],
    ['giveUpAfterHours', 0, 'range'],
    ['giveUpAfterHours', 1.5, 'range'],
    ['giveUpAfterHours', '168', 'type'],
    ['giveUpAfterHours', 1e9, 'range'],
    ['giveUpAfterHours', null, 'type'],
    ['onUnknown', 'ask', 'choice'],
    ['dailyLimit', 0, 'range'],
    ['dailyLimit', -1, 'range'],
    ['dailyLimit', {}, 'type'],
    ['retentionDays', 0, 'range'],
    ['retention', 90, 'unknownMember'],
  ])('refuses %s %j', (name, value, code) => {
    expect(refusals({ sites: [], forms: [], delivery: { [name]: value } })).toEqual([
      `delivery.${name}: ${code}`,
    ]);
  });

  it.each([null, [], 'x'])('refuses %j', (delivery) => {
    expect(refusals({ sites: [], forms: [], delivery })).toEqual(['delivery: type']);
  });
});

describe('every level', () => {
  it.each([
    [{ extra: 1 }, ['extra: unknownMember']],
    [{ sites: [{ ...SITE, token: 'x' }] }, ['sites.0.token: unknownMember']],
    [{ forms: [{ ...FORM, mapping: {} }] }, ['forms.0.mapping: unknownMember']],
    [{ sites: null }, ['sites: type', 'forms.0.site: unknownSite']],
    [{ sites: {} }, ['sites: type', 'forms.0.site: unknownSite']],
    [
      { sites: [null, [], 'x'] },
      ['sites.0: type', 'sites.1: type', 'sites.2: type', 'forms.0.site: unknownSite'],
    ],
    [{ forms: null }, ['forms: type']],
    [{ forms: 'x' }, ['forms: type']],
    [{ forms: [null, [], 1] }, ['forms.0: type', 'forms.1: type', 'forms.2: type']],
  ])('refuses %j', (more, expected) => {
    expect(refusals(documentOf({}, more))).toEqual(expected);
  });

  const optional = ['hosts', 'timeZone', 'site', 'condition', 'customFields', 'writeBack'];
  const siteMembers = Object.keys(SITE).filter((name) => !optional.includes(name));
  const formMembers = Object.keys(FORM).filter((name) => !optional.includes(name));

  it.each(siteMembers)('says that %s of a site is missing', (name) => {
    const document = { sites: [without(SITE, name)], forms: [] };
    expect(refusals(document)).toEqual([`sites.0.${name}: required`]);
  });

  it.each(formMembers)('says that %s of a form is missing', (name) => {
    const document = { sites: [SITE], forms: [without(FORM, name)] };
    expect(refusals(document)).toEqual([`forms.0.${name}: required`]);
  });

  it('says that sites and forms are missing', () => {
    expect(refusals({})).toEqual(['sites: required', 'forms: required']);
  });

  it('takes nothing from a member that is named like a prototype', () => {
    const text = JSON.stringify(documentOf()).replace(/\{(?=")/g, '{"__proto__":{"polluted":1},');
    const result = parseSettings(JSON.parse(text), CONTEXT);
    expect(JSON.stringify(result)).not.toContain('polluted":1');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('names all problems at once', () => {
    const document = {
      sites: [
        { ...SITE, siteId: 'abc', timeZone: 'Mars', extra: 1 },
        { ...SITE, name: '' },
      ],
      forms: [
        {
          ...FORM,
          site: 'gone',
          sendOn: 'never',
          fields: { fio: '{{', email: '{{ vanished }}', x: '' },
          writeBack: { source: 'gone', x: 'y' },
        },
        { ...FORM, contentType: 'api::gone.gone', customFields: [{ name: '', value: 1 }] },
      ],
      delivery: { paused: 1, dailyLimit: 0 },
      more: true,
    };
    expect(refusals(document).sort()).toEqual(
      [
        'sites.0.siteId: siteId',
        'sites.0.timeZone: timeZone',
        'sites.0.extra: unknownMember',
        'sites.1.name: emptyName',
        'sites.1.key: duplicateSiteKey',
        'forms.0.site: unknownSite',
        'forms.0.sendOn: choice',
        'forms.0.fields.fio: template',
        'forms.0.fields.email: unknownAttribute',
        'forms.0.fields.x: unknownMember',
        'forms.0.writeBack.source: writeBackMissing',
        'forms.0.writeBack.x: unknownResult',
        'forms.1.contentType: unknownContentType',
        'forms.1.customFields.0.name: emptyFieldName',
        'forms.1.customFields.0.value: type',
        'delivery.paused: type',
        'delivery.dailyLimit: range',
        'more: unknownMember',
      ].sort(),
    );
  });

  it('names path, code and reason of whatever is wrong, and never throws', () => {
    const paths = [
      'sites',
      'forms',
      'delivery',
      'sites.0',
      'forms.0',
      ...Object.keys(SITE).map((name) => `sites.0.${name}`),
      ...Object.keys(FORM).map((name) => `forms.0.${name}`),
      'forms.0.fields.fio',
      'forms.0.customFields.0',
      'forms.0.customFields.0.name',
      'forms.0.writeBack.source',
      'delivery.paused',
      'delivery.dailyLimit',
    ];
    const values = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom(null, [], {}, '', 0, -1, true, [null], [[]], '{{', undefined),
    );
    fc.assert(
      fc.property(fc.constantFrom(...paths), values, (path, value) => {
        const document = structuredClone(
          documentOf({ customFields: [{ name: 'a', value: 'b' }] }),
        ) as unknown;
        setAt(document as Record<string, unknown>, path.split('.'), value);
        for (const error of errorsOf(document)) {
          expect(Object.keys(SETTINGS_ERRORS)).toContain(error.code);
          expect(error.path.every((part) => typeof part === 'string')).toBe(true);
          expect(error.message).not.toMatch(/\{\w+\}|undefined|Invalid/);
        }
      }),
      { numRuns: 500 },
    );
  });
});

function setAt(
  target: Record<string, unknown>,
  [first = '', ...rest]: string[],
  value: unknown,
): void {
  if (rest.length === 0) target[first] = value;
  else setAt(target[first] as Record<string, unknown>, rest, value);
}

describe('DEFAULT_SETTINGS', () => {
  it('send nothing and pass the check', () => {
    expect(settingsOf(DEFAULT_SETTINGS)).toEqual(DEFAULT_SETTINGS);
    expect(DEFAULT_SETTINGS).toMatchObject({ sites: [], forms: [] satisfies Form[] });
  });
});
