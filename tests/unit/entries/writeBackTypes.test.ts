import { DELIVERY_STATUSES, WRITE_BACK_RESULTS } from '../../../server/src/contracts';
import type { Model } from '../../../server/src/mapping/model';
import { fitted, resultValues } from '../../../server/src/entries/writeBackValues';
import {
  canTake,
  isSystemAttribute,
  targetRefusal,
  writeBackTypes,
} from '../../../server/src/entries/writeBackTypes';
import { itEvery } from '../../support/itEvery';

describe('canTake', () => {
  itEvery([
    ['requestId', 'string', true],
    ['requestId', 'biginteger', true],
    // Calltouch's ids exceed both.
    ['requestId', 'integer', false],
    ['requestId', 'decimal', false],
    ['sessionId', 'integer', false],
    ['clientId', 'biginteger', true],
    // Client ids of Google are no plain numbers.
    ['guaClientId', 'biginteger', false],
    ['attribution', 'integer', true],
    ['source', 'text', true],
    ['source', 'richtext', true],
    ['source', 'enumeration', false],
    ['source', 'uid', false],
    ['source', 'json', false],
    ['uniqueRequest', 'boolean', true],
    ['deliveredAt', 'datetime', true],
    ['deliveredAt', 'date', false],
    ['response', 'json', true],
    ['response', 'string', false],
    ['error', 'text', true],
    ['url', 'string', true],
  ] as const)('… into …', (result, type, expected) => {
    expect(canTake({ type }, result)).toBe(expected);
  });

  itEvery(['password', 'relation', 'media', 'component', 'dynamiczone', 'blocks', 'time'])(
    'lets no result into …',
    (type) => {
      for (const result of WRITE_BACK_RESULTS) expect(canTake({ type }, result)).toBe(false);
    },
  );

  it('lets only what no two leads share into a unique attribute', () => {
    const takes = WRITE_BACK_RESULTS.filter((one) =>
      canTake({ type: 'string', unique: true }, one),
    );
    expect(takes).toEqual(['requestId', 'requestNumber']);
  });

  it('lets the status into an enumeration that has all of them', () => {
    const all = [...DELIVERY_STATUSES];
    expect(canTake({ type: 'enumeration', enum: [...all, 'other'] }, 'status')).toBe(true);
    expect(canTake({ type: 'enumeration', enum: all.slice(1) }, 'status')).toBe(false);
    expect(canTake({ type: 'enumeration' }, 'status')).toBe(false);
  });
});

describe('writeBackTypes', () => {
  const values = resultValues({
    status: 'delivered',
    reason: { code: 'rejected', values: {}, text: 'нет' },
    requestNumber: 'lead-1',
    deliveredAtMs: 1522047600000,
    response: '{"requestId":1}',
    result: {
      requestId: '9007199254740993',
      requestNumber: 'lead-1',
      attribution: '1',
      source: 'yandex',
      medium: 'cpc',
      keywords: 'окна',
      utmSource: 'ya',
      utmMedium: 'cpc',
      utmTerm: 'окна',
      utmContent: 'a',
      utmCampaign: 'b',
      city: 'Москва',
      ref: 'https://ya.ru',
      url: 'https://example.ru',
      sessionId: '4794763832',
      yaClientId: '1522047600123456789',
      guaClientId: '1.2',
      clientId: '4794763832',
      uniqueRequest: true,
      uniqTargetRequest: false,
      targetRequest: true,
      dateMs: 1522047600000,
    },
  });

  itEvery(WRITE_BACK_RESULTS)('names only types that can hold …', (result) => {
    const value = values[result];
    expect(value).not.toBeUndefined();
    for (const type of writeBackTypes(result)) {
      const attribute = { type, enum: [...DELIVERY_STATUSES] };
      expect([type, fitted(attribute, value ?? null)]).not.toEqual([type, null]);
    }
  });
});

describe('isSystemAttribute', () => {
  itEvery(['id', 'documentId', 'locale', 'createdAt', 'publishedAt', 'createdBy', 'localizations'])(
    'knows …',
    (name) => {
      expect(isSystemAttribute(name)).toBe(true);
    },
  );

  itEvery(['name', 'calltouchRequestId', 'constructor', '__proto__'])('knows … is none', (name) => {
    expect(isSystemAttribute(name)).toBe(false);
  });
});

describe('targetRefusal', () => {
  const attributes = {
    name: { type: 'string' },
    hidden: { type: 'string', private: true },
    ip: { type: 'string' },
    calltouchStatus: { type: 'string', private: true },
    createdAt: { type: 'datetime' },
  };
  const model: Model = {
    uid: 'plugin::shop.order',
    modelType: 'contentType',
    attributes,
    options: { privateAttributes: ['ip'] },
  };

  itEvery([
    ['name', null],
    ['hidden', null],
    ['ip', null],
    ['createdAt', 'writeBackSystem'],
    ['gone', 'writeBackMissing'],
    ['constructor', 'writeBackMissing'],
    ['__proto__', 'writeBackMissing'],
  ])('of a type of the site’s own', (name, refusal) => {
    expect(targetRefusal(model, name)).toBe(refusal);
  });

  itEvery([
    [['name'], 'name', null],
    [[], 'name', 'writeBackProtected'],
    [['hidden'], 'hidden', 'writeBackProtected'],
    [['ip'], 'ip', 'writeBackProtected'],
    [['calltouchStatus'], 'calltouchStatus', null],
    [[], 'calltouchStatus', 'writeBackProtected'],
    [['createdAt'], 'createdAt', 'writeBackSystem'],
    [['gone'], 'gone', 'writeBackMissing'],
  ])('of another’s type to which the site has added …', (added, name, refusal) => {
    expect(targetRefusal({ ...model, siteAttributes: new Set(added) }, name)).toBe(refusal);
  });
});
