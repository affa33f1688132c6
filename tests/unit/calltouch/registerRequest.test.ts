import fc from 'fast-check';
import {
  formEncoded,
  leadParameters,
  registerUrl,
} from '../../../server/src/calltouch/registerRequest';

describe('leadParameters', () => {
  it('names parameters as Calltouch does and leaves empty ones out', () => {
    const parameters = leadParameters({
      fio: 'Вася',
      sessionId: '',
      comment: undefined,
      customFields: [
        { name: 'product', value: 'Окно' },
        { name: 'empty', value: '' },
      ],
    });
    expect(parameters).toEqual([
      ['fio', 'Вася'],
      ['customField[product]', 'Окно'],
    ]);
  });
});

describe('formEncoded', () => {
  it('is read back unchanged by a form parser, for any Unicode text', () => {
    const text = fc.string({ unit: 'binary' }).map((value) => value.replace(/\p{Cs}/gu, ''));
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text), { minLength: 1 }), (pairs) => {
        expect([...new URLSearchParams(formEncoded(pairs))]).toEqual(pairs);
      }),
    );
  });

  it('writes a blank as the page does', () => {
    expect(formEncoded([['requestDate', '26.03.2018 10:00:00']])).toBe(
      'requestDate=26.03.2018%2010%3A00%3A00',
    );
  });
});

describe('registerUrl', () => {
  it('stays below the API, whatever a site id holds', () => {
    expect(registerUrl('https://api.calltouch.ru/', '18990')).toBe(
      'https://api.calltouch.ru/calls-service/RestAPI/requests/18990/register/',
    );
    expect(registerUrl('https://api.calltouch.ru', '../x')).toContain('/requests/..%2Fx/register/');
  });
});
