import { fitted, resultValues } from '../../../server/src/entries/writeBackValues';
import { outcomeOf } from '../../../server/src/calltouch/outcome';
import { itEvery } from '../../support/itEvery';

const DELIVERED_AT = Date.UTC(2026, 2, 26, 7, 0, 0);

function resultOf(body: string) {
  const exchange = {
    kind: 'answer',
    status: 200,
    retryAfter: null,
    contentType: null,
    body,
  } as const;
  const outcome = outcomeOf(exchange, 0);
  if (outcome.kind !== 'accepted') throw new Error('not accepted');
  return outcome.result;
}

describe('resultValues', () => {
  it('leaves alone what is not known', () => {
    const values = resultValues({
      status: 'pending',
      reason: { code: 'refused', values: {}, text: 'ECONNREFUSED' },
      requestNumber: 'lead-1',
      result: null,
      deliveredAtMs: null,
      response: null,
    });
    expect(values).toEqual({ status: 'pending', error: 'refused: ECONNREFUSED' });
  });

  it('gives every result of a delivered lead', () => {
    const values = resultValues({
      status: 'delivered',
      reason: null,
      requestNumber: 'lead-1',
      result: resultOf('{"requestId":7,"session":{"source":"yandex","attribution":1}}'),
      deliveredAtMs: DELIVERED_AT,
      response: '{}',
    });
    expect(values).toMatchObject({
      requestId: '7',
      requestNumber: 'lead-1',
      attribution: '1',
      source: 'yandex',
      medium: null,
      error: null,
      deliveredAt: new Date(DELIVERED_AT),
    });
  });
});

describe('fitted', () => {
  itEvery([
    ['string', '5222102', '5222102'],
    ['biginteger', '1234567890123', '1234567890123'],
    ['integer', '1', 1],
    ['text', 'x'.repeat(300), 'x'.repeat(300)],
    ['string', 'x'.repeat(300), 'x'.repeat(255)],
    ['json', '{"a":1}', '{"a":1}'],
    ['json', 'no json', '"no json"'],
    ['boolean', true, true],
    ['string', true, 'true'],
    ['datetime', new Date(DELIVERED_AT), new Date(DELIVERED_AT)],
    ['string', new Date(DELIVERED_AT), '2026-03-26T07:00:00.000Z'],
    ['string', null, null],
  ] as const)('… takes …', (type, value, stored) => {
    expect(fitted({ type }, value)).toEqual({ value: stored });
  });

  itEvery([
    ['integer', '5000000000'],
    ['integer', 'abc'],
    ['biginteger', '12345678901234567890'],
    ['boolean', 'true'],
    ['datetime', 'yesterday'],
    ['relation', 'x'],
    ['relation', null],
    ['media', 'x'],
    ['enumeration', 'delivered'],
  ] as const)('… refuses …', (type, value) => {
    expect(fitted({ type, enum: ['other'] }, value)).toBeNull();
  });

  // Else nobody could save the entry any more.
  itEvery([
    [{ type: 'string', maxLength: 3 }, '1234', null],
    [{ type: 'string', maxLength: 4 }, '1234', { value: '1234' }],
    [{ type: 'text', minLength: 5 }, '1234', null],
    [{ type: 'integer', max: 3 }, '4', null],
    [{ type: 'integer', min: 0, max: 4 }, '4', { value: 4 }],
    [{ type: 'biginteger', min: '5' }, '4', null],
    [{ type: 'string', minLength: 5 }, null, { value: null }],
  ])('keeps the bounds of …', (attribute, value, fit) => {
    expect(fitted(attribute, value)).toEqual(fit);
  });
});
