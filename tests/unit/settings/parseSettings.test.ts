import fc from 'fast-check';
import { DEFAULT_SETTINGS, parseSettings } from '../../../server/src/settings/parseSettings';
import { SETTINGS_ERRORS } from '../../../server/src/settings/settingsErrors';
import { FORM, LEAD_MODEL, SITE } from '../mapping/mappingModels';
import { itEvery } from '../../support/itEvery';
import { CONTEXT, documentOf, errorsOf, refusals, settingsOf, without } from './settingsDocument';

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
        sessionGraceMs: 3_000,
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

  itEvery([
    [null, ': type', 'settings: must be an object, it is null'],
    [undefined, ': required', 'settings: is missing: an object is needed'],
    [[], ': type', 'settings: must be an object, it is a list'],
    ['x', ': type', 'settings: must be an object, it is text'],
    [1, ': type', 'settings: must be an object, it is a number'],
  ])('refuses … as a document', (document, refusal, message) => {
    expect(refusals(document)).toEqual([refusal]);
    expect(errorsOf(document)[0]?.message).toBe(message);
  });
});

describe('sites', () => {
  itEvery([
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
  ])('refuses …', (name, value, code) => {
    expect(refusals({ sites: [{ ...SITE, [name]: value }], forms: [] })).toEqual([
      `sites.0.${name}: ${code}`,
    ]);
  });

  itEvery([
    'https://example.ru',
    'example.ru/a',
    'example.ru:80',
    '',
    'a b',
    'example..ru',
    '.ru',
    '-a.ru',
  ])('refuses the host …', (host) => {
    const sites = [{ ...SITE, hosts: ['example.ru', host] }];
    expect(refusals({ sites, forms: [] })).toEqual(['sites.0.hosts.1: host']);
  });

  itEvery(['localhost', 'www.example.ru', 'пример.рф', 'xn--e1afmkfd.xn--p1ai', '127.0.0.1'])(
    'takes the host …',
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

describe('delivery', () => {
  itEvery([
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
  ])('refuses …', (name, value, code) => {
    expect(refusals({ sites: [], forms: [], delivery: { [name]: value } })).toEqual([
      `delivery.${name}: ${code}`,
    ]);
  });

  itEvery([null, [], 'x'])('refuses …', (delivery) => {
    expect(refusals({ sites: [], forms: [], delivery })).toEqual(['delivery: type']);
  });
});

describe('every level', () => {
  itEvery([
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
  ])('refuses …', (more, expected) => {
    expect(refusals(documentOf({}, more))).toEqual(expected);
  });

  const optional = ['hosts', 'timeZone', 'site', 'condition', 'customFields', 'writeBack'];
  const siteMembers = Object.keys(SITE).filter((name) => !optional.includes(name));
  const formMembers = Object.keys(FORM).filter((name) => !optional.includes(name));

  itEvery(siteMembers)('says that … of a site is missing', (name) => {
    const document = { sites: [without(SITE, name)], forms: [] };
    expect(refusals(document)).toEqual([`sites.0.${name}: required`]);
  });

  itEvery(formMembers)('says that … of a form is missing', (name) => {
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
          // What somebody has typed is quoted, braces and all.
          if (!UNFILLED.test(JSON.stringify(value) ?? '')) {
            expect(error.message).not.toMatch(UNFILLED);
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});

/** A message whose value was left out, or that is zod's own. */
const UNFILLED = /\{\w+\}|undefined|Invalid/;

function setAt(
  target: Record<string, unknown>,
  [first = '', ...rest]: string[],
  value: unknown,
): void {
  if (rest.length === 0) target[first] = value;
  else setAt(target[first] as Record<string, unknown>, rest, value);
}

describe('what can be a form', () => {
  itEvery([
    ['api::lead.lead', true, []],
    ['plugin::shop.order', true, []],
    ['api::lead.lead', false, ['unknownContentType']],
    ['plugin::calltouch.delivery', true, ['unknownContentType']],
    ['admin::user', true, ['unknownContentType']],
  ])('…, a content type or not (…)', (contentType, isContentType, codes) => {
    const context = { models: () => LEAD_MODEL, isContentType: () => isContentType };
    const result = parseSettings(documentOf({ contentType }), context);
    expect('errors' in result ? result.errors.map(({ code }) => code) : []).toEqual(codes);
  });
});

describe('DEFAULT_SETTINGS', () => {
  it('send nothing and pass the check', () => {
    expect(settingsOf(DEFAULT_SETTINGS)).toEqual(DEFAULT_SETTINGS);
    expect(DEFAULT_SETTINGS).toMatchObject({ sites: [], forms: [] });
  });
});
